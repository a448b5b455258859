package dev.tidewheel.engine;

/**
 * A prompt in a form that a {@link TextReader} understands. Equal prompts of one network read the
 * same, so they are read once.
 */
public interface Prompt {
  /** Numbers that it becomes. */
  int elements();
}

package dev.tidewheel.model.token;

import java.util.OptionalInt;

/** Makes tokens of text, for one text encoder. */
public interface Tokenizer extends AutoCloseable {
  /**
   * Makes the tokens of a prompt, padded or cut to a length; the end token is there in any case.
   *
   * @param text any text, also an empty one; half of a surrogate pair counts as a question mark
   * @param length number of tokens, at least 2
   */
  Tokens tokens(String text, int length);

  /** The length to pad to, where the folder states one. */
  OptionalInt usualLength();

  /** One more than the largest number of a token. */
  long words();

  /** Releases the native side. */
  @Override
  void close();
}

package dev.tidewheel.bench;

/** Hears how a benchmark goes. Called on several threads, one at a time for each stage. */
public interface Watcher {
  /**
   * A stage begins.
   *
   * @param what what is measured
   * @param parts how many parts it has
   */
  void stage(String what, int parts);

  /** One more part of the stage is done. */
  void advanced();
}

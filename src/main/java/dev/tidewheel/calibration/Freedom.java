package dev.tidewheel.calibration;

/**
 * Which numbers of a draft may move: rows from a step on, and the places after that step; a draft
 * that shares no row may move its first place, too.
 *
 * @param from the first step whose row is free
 */
record Freedom(int from) {
  /** Everything may move. */
  static final Freedom ALL = new Freedom(0);

  boolean row(int step) {
    return step >= from;
  }

  boolean place(int step) {
    return from == 0 || step > from;
  }
}

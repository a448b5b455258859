package dev.tidewheel.engine;

import dev.tidewheel.sampling.Row;

/**
 * Where things stand in a tick's matrix, which has a row an image: {@link #SLOT}, {@link #TIME},
 * {@link #LABEL}, {@link #NO_LABEL}, the bounds of the shaping, then the input row over the
 * registers, an update row for each register, the error row and the row that is shaped.
 *
 * @param span registers that take part: the first ones. Most solvers need two or three of them, and
 *     what does not take part is neither gathered nor written back
 */
record TickLayout(int span) {
  static final int SLOT = 0;
  static final int TIME = 1;
  static final int LABEL = 2;
  static final int NO_LABEL = 3;
  static final int LIMIT = 4;
  static final int RATIO = 5;
  static final int INPUT = 6;

  /** Weights of a row beside those of the registers. */
  static final int OTHERS = Row.WIDTH - Row.REGISTERS;

  /** Weights of an update row, of the error row and of the row that is shaped. */
  int rowWidth() {
    return span + OTHERS;
  }

  /** Where the row of a register's new value begins. */
  int update(int register) {
    return INPUT + span + register * rowWidth();
  }

  /** Where the error row begins: it follows the update rows. */
  int error() {
    return update(span);
  }

  int shaped() {
    return error() + rowWidth();
  }

  /** Numbers an image. */
  int width() {
    return shaped() + rowWidth();
  }

  /** Writes a row over the registers that take part, all others being without weight. */
  void put(Row row, float[] target, int at) {
    for (int i = 0; i < span; i++) {
      target[at + i] = (float) row.weight(i);
    }
  }

  /** Writes a row over the registers that take part and over what stands beside them. */
  void putWhole(Row row, float[] target, int at) {
    put(row, target, at);
    for (int i = 0; i < OTHERS; i++) {
      target[at + span + i] = (float) row.weight(Row.REGISTERS + i);
    }
  }
}

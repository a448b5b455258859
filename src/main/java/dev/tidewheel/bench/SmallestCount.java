package dev.tidewheel.bench;

import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;

/**
 * Finds the smallest number at which an error is small enough, with few measurements: errors fall
 * as a power of the number, so the next try lies where the last ones say it would be. The number
 * below it was measured and is too small.
 */
final class SmallestCount {
  /** After so many tries the rest is halved: errors that jump would be approached step by step. */
  private static final int GUESSES = 4;

  private final int most;
  private final double wanted;
  private final IntToDoubleFunction error;

  /** The largest number that is too small, as far as is known, and its error. */
  private int failing;

  private double failingError = Double.NaN;

  /** The smallest that is enough. */
  private int holding;

  private double holdingError = Double.NaN;

  private SmallestCount(int least, int most, double wanted, IntToDoubleFunction error) {
    this.most = most;
    this.wanted = wanted;
    this.error = error;
    this.failing = least - 1;
    this.holding = most + 1;
  }

  /**
   * Finds it.
   *
   * @param least the smallest number that counts
   * @param most the largest; above it there is none
   * @param guess where it may be
   * @param wanted the largest error that is small enough
   * @param error measures it at a number; what is not a number is not small enough
   */
  static OptionalInt find(
      int least, int most, int guess, double wanted, IntToDoubleFunction error) {
    return new SmallestCount(least, most, wanted, error).find(guess);
  }

  private OptionalInt find(int guess) {
    double next = guess;
    for (int tries = 1; holding - failing > 1; tries++) {
      int number = (int) Math.clamp(Math.ceil(next), failing + 1, holding - 1);
      double found = error.applyAsDouble(number);
      if (found <= wanted) {
        holding = number;
        holdingError = found;
      } else {
        failing = number;
        failingError = found;
      }
      next = tries < GUESSES ? next(number, found) : (failing + holding) / 2.0;
    }
    return holding <= most ? OptionalInt.of(holding) : OptionalInt.empty();
  }

  /** Between the two ends where both were measured; else as errors of first order fall. */
  private double next(int number, double found) {
    if (!Double.isFinite(found)) {
      return 2.0 * number;
    }
    if (!Double.isFinite(failingError) || !Double.isFinite(holdingError)) {
      return number * found / wanted;
    }
    double share = Math.log(failingError / wanted) / Math.log(failingError / holdingError);
    return failing * Math.pow((double) holding / failing, share);
  }
}

package dev.tidewheel.sampling;

/** From a path's time to the number that a network is told. */
public interface Clock {
  /** The number at a time of the path. */
  double told(double time);

  /** The nearest number that the network can be told; most can be told any. */
  default double tellable(double number) {
    return number;
  }

  /**
   * Told so many times the path's time.
   *
   * @param scale 1000 for most flow-matching models
   */
  record Scaled(double scale) implements Clock {
    @Override
    public double told(double time) {
      return scale * time;
    }
  }

  /**
   * Told so many times the time from 1, for networks that count from noise to data.
   *
   * @param scale 1000 for most flow-matching models
   */
  record Reversed(double scale) implements Clock {
    @Override
    public double told(double time) {
      return scale * (1 - time);
    }
  }

  /**
   * Told a logarithm, as EDM and consistency models are.
   *
   * @param scale of the natural logarithm
   */
  record Logarithmic(double scale) implements Clock {
    private static final double TINY = 1e-44;

    @Override
    public double told(double time) {
      return scale * Math.log(time + TINY);
    }
  }

  /**
   * For a network that has no value at 0, as those that embed a logarithm.
   *
   * @param clock what it would be told
   * @param instead what it is told in place of 0, or less
   */
  record NeverZero(Clock clock, double instead) implements Clock {
    @Override
    public double told(double time) {
      return tellable(clock.told(time));
    }

    @Override
    public double tellable(double number) {
      return number > 0 ? number : instead;
    }
  }

  /**
   * Told the time itself, within bounds.
   *
   * @param least the least that it is told
   * @param most the most
   */
  record Within(double least, double most) implements Clock {
    @Override
    public double told(double time) {
      return Math.clamp(time, least, most);
    }
  }
}

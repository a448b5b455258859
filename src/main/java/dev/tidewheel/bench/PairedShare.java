package dev.tidewheel.bench;

/**
 * How large figures are beside others of the same images.
 *
 * @param value the sum of the figures over that of the others
 * @param uncertainty its standard error, over images like these
 */
public record PairedShare(double value, double uncertainty) {
  /** The share of figures in others, in the same order. */
  static PairedShare of(double[] figures, double[] others) {
    double sum = 0;
    double all = 0;
    for (int i = 0; i < figures.length; i++) {
      sum += figures[i];
      all += others[i];
    }
    double share = sum / all;
    double squares = 0;
    for (int i = 0; i < figures.length; i++) {
      double departure = figures[i] - share * others[i];
      squares += departure * departure;
    }
    return new PairedShare(share, Math.sqrt(squares) / all);
  }

  /** The share that root mean squares have, where this is that of their squares. */
  PairedShare root() {
    double root = Math.sqrt(value);
    return new PairedShare(root, uncertainty / (2 * root));
  }
}

package dev.tidewheel.calibration;

/** Every third image has no say in a regression: what suits the others alone is found out. */
final class Unseen {
  private Unseen() {}

  /** Whether an image has a say. */
  static boolean isSeen(int image) {
    return image % 3 != 2;
  }

  /** 1 for each image that has a say, 0 for the others. */
  static double[] say(int images) {
    double[] say = new double[images];
    for (int i = 0; i < images; i++) {
      say[i] = isSeen(i) ? 1 : 0;
    }
    return say;
  }
}

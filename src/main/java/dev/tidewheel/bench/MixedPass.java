package dev.tidewheel.bench;

/**
 * What it took the engine to draw a load once.
 *
 * @param images how many
 * @param nanos from handing over the first image to having the last
 * @param evaluations evaluations of images
 * @param rows rows that the networks saw; a guided evaluation has two
 * @param ticks the engine's ticks in that time
 */
record MixedPass(int images, long nanos, long evaluations, long rows, TickTotals ticks) {
  private static final double NANOS_PER_SECOND = 1e9;

  double imagesPerSecond() {
    return images * NANOS_PER_SECOND / nanos;
  }

  double rowsPerImage() {
    return (double) rows / images;
  }

  double evaluationsPerImage() {
    return (double) evaluations / images;
  }
}

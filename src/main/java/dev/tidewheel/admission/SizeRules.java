package dev.tidewheel.admission;

import java.util.Optional;

/** What becomes of the size. */
final class SizeRules {
  private final Ask ask;
  private final Offer offer;
  private final Limits limits;
  private final Findings findings;

  SizeRules(Ask ask, Offer offer, Limits limits, Findings findings) {
    this.ask = ask;
    this.offer = offer;
    this.limits = limits;
    this.findings = findings;
  }

  /**
   * The size of a picture.
   *
   * @param width in pixels
   * @param height in pixels
   */
  record Size(int width, int height) {}

  /**
   * The size asked, that of the given picture where the model keeps it, or the model's usual one,
   * in this order.
   */
  Size judge() {
    Optional<Ask.Source> source = ask.source().filter(_ -> offer.keepsSize());
    int width = side("width", ask.width(), source.map(Ask.Source::width), offer.width());
    int height = side("height", ask.height(), source.map(Ask.Source::height), offer.height());
    checkPixels(width, height);
    return new Size(width, height);
  }

  private int side(String field, Optional<Integer> asked, Optional<Integer> given, int usual) {
    int multiple = offer.sizeMultiple();
    int side =
        asked.orElseGet(
            () -> given.map(pixels -> Math.max(1, pixels / multiple) * multiple).orElse(usual));
    if (side < 1 || side % multiple != 0) {
      findings.refuse(
          field,
          "is %d; model %s draws multiples of %d, such as %d",
          side,
          offer.model(),
          multiple,
          Math.max(1L, Math.round((double) side / multiple)) * multiple);
    } else if (side > offer.mostSide()) {
      findings.refuse(
          field, "is %d; model %s draws at most %d", side, offer.model(), offer.mostSide());
    }
    return side;
  }

  private void checkPixels(long width, long height) {
    if (width > 0 && height > 0 && width * height > limits.pixels()) {
      findings.refuse(
          ask.width().isPresent() || ask.height().isEmpty() ? "width" : "height",
          "%d x %d are more than %d pixels, the most a picture may have",
          width,
          height,
          limits.pixels());
    }
  }
}

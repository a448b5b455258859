package dev.tidewheel.model.network;

import java.util.List;

/** Numbers as waves of geometric frequencies, computed in 32 bits. */
final class TimeText {
  private static final double LONGEST_PERIOD = 10_000;
  private static final int GUIDANCE_UNIT = 1000;

  private final NetworkText text;

  TimeText(NetworkText text) {
    this.text = text;
  }

  /**
   * Sines and cosines of a number.
   *
   * <p>Source: Vaswani et al. 2017, "Attention is all you need", section 3.5.
   *
   * @param number (N)
   * @param width of the result (N, width)
   * @param cosineFirst the order of the two halves
   * @param shift subtracted from the number of frequencies in the exponent's denominator
   */
  String waves(String number, int width, boolean cosineFirst, int shift) {
    int half = width / 2;
    String exponent = text.call("mul", text.range(half, number), -Math.log(LONGEST_PERIOD));
    return waves(number, text.call("div", exponent, half - shift), width, cosineFirst);
  }

  /**
   * Sines and cosines of a guidance scale, as a network is told of it that was distilled from a
   * guided one.
   *
   * <p>Source: Luo et al. 2023, "Latent consistency models", section 4.1.
   *
   * @param scale (N); 1 means no guidance
   * @param width of the result (N, width)
   */
  String guidance(String scale, int width) {
    int half = width / 2;
    float step = (float) Math.log(LONGEST_PERIOD) / (half - 1);
    String exponent = text.call("mul", text.range(half, scale), (double) -step);
    String number = text.call("mul", text.call("sub", scale, 1), GUIDANCE_UNIT);
    return waves(number, exponent, width, false);
  }

  private String waves(String number, String exponent, int width, boolean cosineFirst) {
    String angle = text.call("mul", text.call("unsqueeze", number, -1), text.call("exp", exponent));
    String sine = text.call("sin", angle);
    String cosine = text.call("cos", angle);
    String waves = cosineFirst ? text.concat(cosine, sine) : text.concat(sine, cosine);
    return width % 2 == 0 ? waves : text.call("constant_pad_nd", waves, List.of(0, 1), 0);
  }
}

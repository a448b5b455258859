package dev.tidewheel.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.path.Level;

/** What the state of an image is before its first evaluation. */
final class Beginning {
  private final Network network;
  private final ImageShape shape;

  /**
   * For the images of a group.
   *
   * @param shape shape of their states
   */
  Beginning(Network network, ImageShape shape) {
    this.network = network;
    this.shape = shape;
  }

  /**
   * The first draw of the image's noise, or a picture's latents with noise in them. A picture takes
   * two draws of the image's noise, as in diffusers: one for the encoder's distribution, then one
   * for the way.
   */
  float[] of(Drawing drawing, NoiseStream noise) {
    float[] draw = noise.next(shape.elements());
    return drawing
        .source()
        .map(source -> mixed(drawing, encoded(source, draw), noise.next(shape.elements())))
        .orElse(draw);
  }

  private static float[] mixed(Drawing drawing, float[] latents, float[] noise) {
    Level level = drawing.sampling().startLevel().orElseThrow();
    for (int i = 0; i < latents.length; i++) {
      latents[i] = (float) (level.data() * latents[i] + level.noise() * noise[i]);
    }
    return latents;
  }

  private float[] encoded(Drawing.Source source, float[] noise) {
    LatentEncoder encoder =
        network
            .encoder()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "model " + network.name() + " cannot begin with a picture"));
    ImageShape picture = source.shape();
    try (NDManager scope = NDManager.newBaseManager(network.device(), "PyTorch")) {
      NDArray pixels =
          scope.create(
              planes(source), new Shape(1, picture.channels(), picture.height(), picture.width()));
      NDArray draw =
          scope.create(noise, new Shape(1, shape.channels(), shape.height(), shape.width()));
      return encoder.encode(pixels, draw).toFloatArray();
    }
  }

  /** Pixels as data in [-1, 1], channels first. */
  private static float[] planes(Drawing.Source source) {
    int channels = source.shape().channels();
    int places = source.shape().height() * source.shape().width();
    float[] planes = new float[channels * places];
    for (int place = 0; place < places; place++) {
      for (int channel = 0; channel < channels; channel++) {
        int value = source.pixels()[place * channels + channel] & 0xff;
        planes[channel * places + place] = value / 255f * 2 - 1;
      }
    }
    return planes;
  }
}

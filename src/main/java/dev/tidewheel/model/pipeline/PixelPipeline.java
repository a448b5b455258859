package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.network.UNet2DConfig;
import dev.tidewheel.model.network.UNet2DConfig.ClassEmbedding;
import dev.tidewheel.model.network.UNet2DConfig.TimeEmbedding;
import dev.tidewheel.model.network.UNet2DText;
import dev.tidewheel.model.network.WrittenNetwork;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Any pipeline of a {@code UNet2DModel} and a scheduler: its state is the picture. */
final class PixelPipeline {
  static final String UNET = "unet";
  static final String TYPE = "UNet2DModel";

  /** A logarithmic time embedding has no value at 0: the nearest whole time stands in for it. */
  private static final double NEAREST_TIME = 1;

  private PixelPipeline() {}

  static Blueprint read(PipelineIndex index) {
    index.require(Component.ofDiffusers(UNET, TYPE));
    UNet2DConfig config = config(index);
    var scheduler = Schedulers.plain(index);
    index.refuseOthers("a unet and a scheduler");
    Denoiser denoiser = denoiser(index, config);
    ClassLabels classes = classes(config);
    return new Blueprint(
        index.pipeline(),
        denoiser,
        Frame.ofPixels(config.channels(), config.width(), config.height(), config.sizeMultiple()),
        classes,
        classes instanceof ClassLabels.Table ? Guidance.CLASSIFIER_FREE : Guidance.NONE,
        config.time() instanceof TimeEmbedding.Positional ? 0 : NEAREST_TIME,
        Optional.empty(),
        Optional.empty(),
        scheduler,
        /* patch= */ 1,
        OptionalInt.empty(),
        1,
        Optional.empty(),
        List.of());
  }

  private static UNet2DConfig config(PipelineIndex index) {
    return UNet2DConfig.read(index.file(UNET, "config.json"));
  }

  private static Denoiser denoiser(PipelineIndex index, UNet2DConfig config) {
    WrittenNetwork network = UNet2DText.write(config);
    return new Denoiser(
        Part.read(index.folder(), UNET, TYPE, network.weights()),
        network,
        1,
        Optional.empty(),
        told(classes(config)));
  }

  private static ClassLabels classes(UNet2DConfig config) {
    return switch (config.classes()) {
      case ClassEmbedding.None() -> new ClassLabels.None();
      case ClassEmbedding.Table(int count) ->
          new ClassLabels.Table(count - 1, count - 1, List.of());
      case ClassEmbedding.AsTime() ->
          new ClassLabels.Number(config.time() instanceof TimeEmbedding.Fourier ? 1 : 0);
    };
  }

  private static Denoiser.Told told(ClassLabels classes) {
    return switch (classes) {
      case ClassLabels.None() -> Denoiser.Told.NOTHING;
      case ClassLabels.Table _ -> Denoiser.Told.CLASS;
      case ClassLabels.Number _ -> Denoiser.Told.NUMBER;
    };
  }
}

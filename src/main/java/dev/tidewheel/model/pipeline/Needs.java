package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.TensorSpec;
import dev.tidewheel.model.network.AutoencoderConfig;
import dev.tidewheel.model.network.AutoencoderText;
import dev.tidewheel.model.network.ClipConfig;
import dev.tidewheel.model.network.ClipText;
import dev.tidewheel.model.network.FluxConfig;
import dev.tidewheel.model.network.FluxText;
import dev.tidewheel.model.network.Sd3Config;
import dev.tidewheel.model.network.Sd3Text;
import dev.tidewheel.model.network.T5Config;
import dev.tidewheel.model.network.T5Text;
import dev.tidewheel.model.network.UNet2DConditionConfig;
import dev.tidewheel.model.network.UNet2DConditionText;
import dev.tidewheel.model.network.UNet2DConfig;
import dev.tidewheel.model.network.UNet2DText;
import dev.tidewheel.model.network.WrittenNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a network needs, by its configuration alone.
 *
 * @param weights all of its tensors
 * @param parameters number of those that are learned, in elements
 */
record Needs(List<TensorSpec> weights, long parameters) {
  /**
   * Reads a configuration.
   *
   * @param type the network's class
   * @return empty where networks of this class are not known
   * @throws dev.tidewheel.model.files.ModelException naming the first option that is not supported
   */
  static Optional<Needs> of(String type, Path file) {
    return switch (type) {
      case PixelPipeline.TYPE -> of(UNet2DText.write(UNet2DConfig.read(file)));
      case StableDiffusion.TYPE -> of(UNet2DConditionText.write(UNet2DConditionConfig.read(file)));
      case StableDiffusion3.TYPE -> of(Sd3Text.write(Sd3Config.read(file)));
      case Flux.TYPE -> of(FluxText.write(FluxConfig.read(file)));
      case Autoencoder.TYPE -> of(AutoencoderText.weights(AutoencoderConfig.read(file)));
      case ClipPart.PLAIN -> of(ClipText.write(ClipConfig.read(file), ClipText.States.LAST));
      case ClipPart.PROJECTED ->
          of(ClipText.write(ClipConfig.readWithProjection(file), ClipText.States.LAST));
      case T5Part.TYPE -> of(T5Text.write(T5Config.read(file)));
      default -> Optional.empty();
    };
  }

  private static Optional<Needs> of(WrittenNetwork network) {
    return Optional.of(new Needs(network.weights(), network.parameters()));
  }

  private static Optional<Needs> of(List<TensorSpec> weights) {
    return Optional.of(new Needs(weights, weights.stream().mapToLong(TensorSpec::elements).sum()));
  }
}

package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How large a network of a folder is, by its configuration alone.
 *
 * @param name the folder's name for it
 * @param type its class
 * @param parameters number of its learned weights
 */
public record PartSize(String name, String type, long parameters) {
  private static final String CONFIG = "config.json";

  /** The networks of a folder whose configurations can be read, in the order of their names. */
  public static List<PartSize> of(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(part -> Files.isRegularFile(part.resolve(CONFIG)))
          .sorted()
          .flatMap(part -> ofPart(part).stream())
          .toList();
    } catch (IOException unreadable) {
      return List.of(); // which is what inspecting says in any case
    }
  }

  private static Optional<PartSize> ofPart(Path part) {
    Path file = part.resolve(CONFIG);
    try {
      JsonObject json = JsonObject.read(file);
      String type =
          json.optionalText("_class_name")
              .or(() -> json.texts("architectures", List.of()).stream().findFirst())
              .orElse("");
      OptionalLong parameters = parameters(type, file);
      return parameters.isPresent()
          ? Optional.of(new PartSize(part.getFileName().toString(), type, parameters.getAsLong()))
          : Optional.empty();
    } catch (ModelException unreadable) {
      return Optional.empty(); // its own check says why
    }
  }

  private static OptionalLong parameters(String type, Path file) {
    return switch (type) {
      case PixelPipeline.TYPE -> of(UNet2DText.write(UNet2DConfig.read(file)));
      case StableDiffusion.TYPE -> of(UNet2DConditionText.write(UNet2DConditionConfig.read(file)));
      case StableDiffusion3.TYPE -> of(Sd3Text.write(Sd3Config.read(file)));
      case Flux.TYPE -> of(FluxText.write(FluxConfig.read(file)));
      case Autoencoder.TYPE ->
          OptionalLong.of(
              AutoencoderText.weights(AutoencoderConfig.read(file)).stream()
                  .mapToLong(TensorSpec::elements)
                  .sum());
      case ClipPart.PLAIN -> of(ClipText.write(ClipConfig.read(file), ClipText.States.LAST));
      case ClipPart.PROJECTED ->
          of(ClipText.write(ClipConfig.readWithProjection(file), ClipText.States.LAST));
      case T5Part.TYPE -> of(T5Text.write(T5Config.read(file)));
      default -> OptionalLong.empty();
    };
  }

  private static OptionalLong of(WrittenNetwork network) {
    return OptionalLong.of(network.parameters());
  }
}

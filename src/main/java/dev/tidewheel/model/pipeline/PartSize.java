package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      return Needs.of(type, file)
          .map(needs -> new PartSize(part.getFileName().toString(), type, needs.parameters()));
    } catch (ModelException unreadable) {
      return Optional.empty(); // its own check says why
    }
  }
}

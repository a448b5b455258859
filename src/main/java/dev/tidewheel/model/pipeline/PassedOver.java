package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a folder holds beside what is read of it. */
public final class PassedOver {
  private static final Pattern WEIGHTS =
      Pattern.compile(".*\\.(safetensors|bin|ckpt|pth?|msgpack|h5|onnx|onnx_data|gguf)");

  private PassedOver() {}

  /**
   * Parts without effect on a picture, then files of weights that are not read, such as twins in
   * another type, whole models in one file, and those of other frameworks.
   *
   * @throws ModelException if the folder cannot be read
   */
  public static List<String> of(Path folder, Blueprint blueprint) {
    Set<Path> read =
        blueprint.parts().stream()
            .flatMap(part -> part.location().files().stream())
            .collect(Collectors.toUnmodifiableSet());
    List<String> parts = blueprint.passedOver();
    try (Stream<Path> files = Files.find(folder, 2, (_, facts) -> facts.isRegularFile())) {
      Stream<String> unread =
          files
              .filter(file -> WEIGHTS.matcher(file.getFileName().toString()).matches())
              .filter(file -> !read.contains(file))
              .map(folder::relativize)
              .filter(file -> parts.stream().noneMatch(file::startsWith))
              .map(Path::toString)
              .sorted();
      return Stream.concat(parts.stream(), unread).toList();
    } catch (IOException e) {
      throw new ModelException(folder, "cannot be read", "Check its permissions", e);
    }
  }
}

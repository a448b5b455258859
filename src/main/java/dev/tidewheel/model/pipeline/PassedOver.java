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

  private static final int SHOWN = 3;

  private PassedOver() {}

  /** Tensors in the files of its networks that those do not need, an entry each network. */
  public static List<String> tensors(Blueprint blueprint) {
    return blueprint.parts().stream()
        .filter(part -> !part.leftOver().isEmpty())
        .map(part -> named(part.leftOver()) + " of " + part.name())
        .toList();
  }

  private static String named(List<String> tensors) {
    if (tensors.size() == 1) {
      return "tensor " + tensors.getFirst();
    }
    int more = Math.max(0, tensors.size() - SHOWN);
    return "tensors "
        + String.join(", ", tensors.subList(0, tensors.size() - more))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * Parts without effect on a picture, then tensors that no network needs, then files of weights
   * that are not read, such as twins in another type, whole models in one file, and those of other
   * frameworks.
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
      return Stream.of(parts.stream(), tensors(blueprint).stream(), unread)
          .flatMap(entries -> entries)
          .toList();
    } catch (IOException e) {
      throw new ModelException(folder, "cannot be read", "Check its permissions", e);
    }
  }
}

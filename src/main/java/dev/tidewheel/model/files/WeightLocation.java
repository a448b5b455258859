package dev.tidewheel.model.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the weights of a network are. */
public sealed interface WeightLocation {
  /**
   * All in one file.
   *
   * @param file a safetensors file
   */
  public record One(Path file) implements WeightLocation {}

  /**
   * Spread over several files.
   *
   * @param index the file that says which tensor is where
   */
  public record Sharded(Path index) implements WeightLocation {}

  /**
   * Looks where diffusers looks; a variant such as fp16 is taken only if there is nothing else.
   *
   * @param folder the network's folder
   * @throws ModelException if there is none, more than one variant, or only a pickle
   */
  static WeightLocation find(Path folder) {
    String name = "diffusion_pytorch_model";
    String index = name + ".safetensors.index.json";
    List<String> names = fileNames(folder);
    if (names.contains(index)) {
      return new Sharded(folder.resolve(index));
    }
    if (names.contains(name + ".safetensors")) {
      return new One(folder.resolve(name + ".safetensors"));
    }
    Predicate<String> variant =
        Pattern.compile(name + "\\.[^.-]+\\.safetensors").asMatchPredicate();
    Predicate<String> variantIndex =
        Pattern.compile(name + "\\.safetensors\\.index\\.[^.]+\\.json").asMatchPredicate();
    List<String> found = names.stream().filter(variant.or(variantIndex)).toList();
    if (found.size() > 1) {
      throw new ModelException(
          folder,
          "has several variants and no plain weights: " + String.join(", ", found),
          "Rename one to " + name + ".safetensors");
    }
    if (found.isEmpty()) {
      throw none(folder, names);
    }
    Path file = folder.resolve(found.getFirst());
    return variant.test(found.getFirst()) ? new One(file) : new Sharded(file);
  }

  private static ModelException none(Path folder, List<String> names) {
    boolean pickle = names.stream().anyMatch(name -> name.endsWith(".bin"));
    return new ModelException(
        folder,
        pickle
            ? "has its weights only as a pickle, which can run code and is not read"
            : "has no diffusion_pytorch_model.safetensors",
        "Save the model with save_pretrained(..., safe_serialization=True)");
  }

  private static List<String> fileNames(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new ModelException(
          folder, "cannot be read", "Give a diffusers folder, as save_pretrained writes it", e);
    }
  }
}

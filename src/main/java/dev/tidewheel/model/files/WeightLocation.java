package dev.tidewheel.model.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
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

  /** What diffusers calls the weights of a network, and what transformers calls them. */
  List<String> NAMES = List.of("diffusion_pytorch_model", "model");

  /** How PyTorch's own files end. */
  Pattern PICKLE = Pattern.compile(".*\\.(bin|ckpt|pth?)");

  /**
   * The files themselves; shards in the order of their names.
   *
   * @throws ModelException if there is an index that cannot be read
   */
  default List<Path> files() {
    return switch (this) {
      case One(Path file) -> List.of(file);
      case Sharded(Path index) ->
          new TreeSet<>(ShardIndex.read(index).values())
              .stream().map(index::resolveSibling).toList();
    };
  }

  /**
   * Looks where diffusers and transformers look; a variant such as fp16 is taken only if there is
   * nothing else.
   *
   * @param folder the network's folder
   * @throws ModelException if there is none, more than one variant, or only a pickle
   */
  static WeightLocation find(Path folder) {
    List<String> files = fileNames(folder);
    return NAMES.stream()
        .flatMap(name -> find(folder, name, files).stream())
        .findFirst()
        .orElseThrow(() -> none(folder, files));
  }

  private static Optional<WeightLocation> find(Path folder, String name, List<String> files) {
    String index = name + ".safetensors.index.json";
    if (files.contains(index)) {
      return Optional.of(new Sharded(folder.resolve(index)));
    }
    if (files.contains(name + ".safetensors")) {
      return Optional.of(new One(folder.resolve(name + ".safetensors")));
    }
    Predicate<String> variant =
        Pattern.compile(name + "\\.[^.-]+\\.safetensors").asMatchPredicate();
    Predicate<String> variantIndex =
        Pattern.compile(name + "\\.safetensors\\.index\\.[^.]+\\.json").asMatchPredicate();
    List<String> found = files.stream().filter(variant.or(variantIndex)).toList();
    if (found.size() > 1) {
      throw new ModelException(
          folder,
          "has several variants and no plain weights: " + String.join(", ", found),
          "Rename one to " + name + ".safetensors");
    }
    return found.stream()
        .findFirst()
        .map(
            only ->
                variant.test(only)
                    ? new One(folder.resolve(only))
                    : new Sharded(folder.resolve(only)));
  }

  private static ModelException none(Path folder, List<String> names) {
    Optional<String> pickle = names.stream().filter(PICKLE.asMatchPredicate()).findFirst();
    return pickle
        .map(
            name ->
                new ModelException(
                    folder.resolve(name),
                    "holds the weights only as a pickle, which can run code and is not read",
                    "Download the model's safetensors, or save it with"
                        + " save_pretrained(..., safe_serialization=True)"))
        .orElseGet(
            () ->
                new ModelException(
                    folder,
                    "has no " + String.join(".safetensors or ", NAMES) + ".safetensors",
                    "Download the whole folder again, or save the model with"
                        + " save_pretrained(..., safe_serialization=True)"));
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

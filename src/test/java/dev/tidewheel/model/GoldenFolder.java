package dev.tidewheel.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of a golden folder, to be changed by a test. */
record GoldenFolder(Path path) {
  static final Path GOLDENS = Path.of("src/test/resources/golden/unet");

  private static final Path PIPELINES = Path.of("src/test/resources/golden/pipelines");

  static GoldenFolder copy(String name, Path target) throws IOException {
    return copy(GOLDENS.resolve(name), target);
  }

  /** A copy of a whole pipeline with text encoders and an autoencoder. */
  static GoldenFolder copyOfPipeline(String name, Path target) throws IOException {
    return copy(PIPELINES.resolve(name).resolve("model"), target);
  }

  private static GoldenFolder copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(source.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return new GoldenFolder(target);
  }

  Path unet() {
    return path.resolve("unet");
  }

  Path config() {
    return unet().resolve("config.json");
  }

  Path weights() {
    return unet().resolve("diffusion_pytorch_model.safetensors");
  }

  /** Sets a key of a JSON file; a value that the file has is replaced, as the text stands there. */
  GoldenFolder set(String file, String key, String value) {
    Path json = path.resolve(file);
    try {
      String text = Files.readString(json);
      String without = text.replaceFirst("\"" + key + "\": (\\[[^]]*]|[^,\n]*),?\n", "");
      String cleaned = without.replaceFirst(",\\s*}\\s*$", "\n}");
      Files.writeString(json, cleaned.replaceFirst("\\{", "{\"" + key + "\": " + value + ","));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  GoldenFolder tidewheel(String json) throws IOException {
    Files.writeString(path.resolve("tidewheel.json"), json);
    return this;
  }
}

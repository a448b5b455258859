package dev.tidewheel.model.files;

import static dev.tidewheel.model.files.SafetensorsFile.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFilesTest {
  private static final List<TensorSpec> SPECS =
      List.of(new TensorSpec("a", List.of(2L)), new TensorSpec("b", List.of(1L, 2L)));

  @TempDir private Path folder;

  @Test
  void acceptsExactlyTheTensorsNeeded() throws IOException {
    Path file = write("m", entry("a", "F32", "[2]", 0, 8), entry("b", "F16", "[1,2]", 8, 12));

    assertThatCode(() -> check(file)).doesNotThrowAnyException();
  }

  @Test
  void refusesAMissingTensor() throws IOException {
    assertRefused(write("m", entry("b", "F32", "[1,2]", 0, 8)), "tensor a is missing");
  }

  @Test
  void countsTheTensorsThatItDoesNotName() throws IOException {
    List<TensorSpec> many =
        List.of("p", "q", "r", "s", "t").stream()
            .map(name -> new TensorSpec(name, List.of(1L)))
            .toList();
    Path file = write("m", entry("a", "F32", "[2]", 0, 8));

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> check(file, many))
        .withMessageContaining("tensors p, q, r and 2 more are missing");
  }

  @Test
  void refusesAWrongShape() throws IOException {
    Path file = write("m", entry("a", "F32", "[1,2]", 0, 8), entry("b", "F32", "[1,2]", 8, 16));

    assertRefused(file, "tensor a has the shape [1, 2], but config.json needs [2]");
  }

  @Test
  void refusesATensorThatIsLeftOver() throws IOException {
    Path file =
        write(
            "m",
            entry("a", "F32", "[2]", 0, 8),
            entry("b", "F32", "[1,2]", 8, 16),
            entry("c", "F32", "[]", 16, 20));

    assertRefused(file, "tensor c is not part of the network");
  }

  @Test
  void refusesATypeThatItCannotWiden() throws IOException {
    Path file = write("m", entry("a", "F8_E5M2", "[2]", 0, 2), entry("b", "F32", "[1,2]", 2, 10));

    assertRefused(file, "tensor a has the dtype F8_E5M2");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path file = write("m", entry("a", "F32", "[2]", 0, 8), entry("b", "F32", "[1,2]", 8, 16));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }

    assertRefused(file, "tensor b has data_offsets [8, 16] outside the file's 15 bytes");
  }

  @Test
  void knowsTheAttentionNamesOfEarlyReleases() throws IOException {
    Path file = write("m", entry("mid_block.attentions.0.proj_attn.bias", "F32", "[2]", 0, 8));

    assertThatCode(
            () ->
                check(
                    file,
                    List.of(new TensorSpec("mid_block.attentions.0.to_out.0.bias", List.of(2L)))))
        .doesNotThrowAnyException();
  }

  @Test
  void joinsShards() throws IOException {
    write("a", entry("a", "F32", "[2]", 0, 8));
    write("b", entry("b", "F32", "[1,2]", 0, 8));

    assertThatCode(() -> check(index("'a': 'a.safetensors', 'b': 'b.safetensors'")))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnIndexThatDisagreesWithItsShards() throws IOException {
    write("a", entry("a", "F32", "[2]", 0, 8));
    write("b", entry("b", "F32", "[1,2]", 0, 8));

    assertRefused(
        index("'a': 'b.safetensors', 'b': 'b.safetensors'"), "tensor a is not in b.safetensors");
  }

  @Test
  void refusesATensorInTwoShards() throws IOException {
    write("a", entry("a", "F32", "[2]", 0, 8));
    write("b", entry("a", "F32", "[2]", 0, 8), entry("b", "F32", "[1,2]", 8, 16));
    Path index = index("'a': 'a.safetensors', 'b': 'b.safetensors'");

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> check(index))
        .withMessageContainingAll("b.safetensors", "tensor a is there twice");
  }

  @Test
  void refusesAShardThatIsAbsent() throws IOException {
    Path index = index("'a': 'absent.safetensors'");

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> check(index))
        .withMessageContaining("absent.safetensors: cannot be read");
  }

  @Test
  void refusesAnIndexThatPointsOutOfItsFolder() throws IOException {
    assertRefused(index("'a': '../a.safetensors'"), "is not a safetensors file beside the index");
  }

  @Test
  void prefersTheIndexThenThePlainFileThenTheOnlyVariant() throws IOException {
    Path variant = Files.createFile(folder.resolve("diffusion_pytorch_model.fp16.safetensors"));
    assertThat(WeightLocation.find(folder)).isEqualTo(new WeightLocation.One(variant));

    Path plain = Files.createFile(folder.resolve("diffusion_pytorch_model.safetensors"));
    assertThat(WeightLocation.find(folder)).isEqualTo(new WeightLocation.One(plain));

    Path index = Files.createFile(folder.resolve("diffusion_pytorch_model.safetensors.index.json"));
    assertThat(WeightLocation.find(folder)).isEqualTo(new WeightLocation.Sharded(index));
  }

  @Test
  void takesAShardedVariantByItsIndex() throws IOException {
    Files.createFile(folder.resolve("diffusion_pytorch_model.fp16-00001-of-00002.safetensors"));
    Files.createFile(folder.resolve("diffusion_pytorch_model.fp16-00002-of-00002.safetensors"));
    Path index =
        Files.createFile(folder.resolve("diffusion_pytorch_model.safetensors.index.fp16.json"));

    assertThat(WeightLocation.find(folder)).isEqualTo(new WeightLocation.Sharded(index));
  }

  @Test
  void refusesToChooseBetweenVariants() throws IOException {
    Files.createFile(folder.resolve("diffusion_pytorch_model.fp16.safetensors"));
    Files.createFile(folder.resolve("diffusion_pytorch_model.ema.safetensors"));

    assertNotFound(
        "diffusion_pytorch_model.ema.safetensors, diffusion_pytorch_model.fp16.safetensors");
  }

  @Test
  void refusesAPickle() throws IOException {
    Files.createFile(folder.resolve("diffusion_pytorch_model.bin"));

    assertNotFound("only as a pickle");
  }

  @Test
  void refusesAFolderWithoutWeights() {
    assertNotFound("has no diffusion_pytorch_model.safetensors");
  }

  private void assertNotFound(String what) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> WeightLocation.find(folder))
        .withMessageContainingAll(folder.toString(), what);
  }

  private static void assertRefused(Path file, String what) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> check(file))
        .satisfies(refusal -> assertThat(refusal.file()).isEqualTo(file.toString()))
        .satisfies(refusal -> assertThat(refusal.what()).contains(what))
        .satisfies(refusal -> assertThat(refusal.cure()).isNotBlank());
  }

  private static void check(Path file) {
    check(file, SPECS);
  }

  private static void check(Path file, List<TensorSpec> specs) {
    WeightLocation location =
        file.toString().endsWith(".json")
            ? new WeightLocation.Sharded(file)
            : new WeightLocation.One(file);
    try (WeightFiles files = WeightFiles.open(location)) {
      files.requireExactly(specs);
    }
  }

  private Path write(String name, String... entries) throws IOException {
    String last = entries[entries.length - 1];
    int bytes = Integer.parseInt(last.replaceAll(".*,(\\d+)]}$", "$1"));
    return SafetensorsFile.write(
        folder.resolve(name + ".safetensors"),
        "{" + String.join(",", entries) + "}",
        new byte[bytes]);
  }

  private Path index(String map) throws IOException {
    return Files.writeString(
        folder.resolve("index.json"),
        "{\"metadata\": {}, \"weight_map\": {" + map.replace('\'', '"') + "}}");
  }
}

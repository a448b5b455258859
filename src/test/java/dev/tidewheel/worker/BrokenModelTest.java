package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.config.WorkerConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is given models which cannot be served. */
class BrokenModelTest {
  @TempDir private Path folder;
  private final Map<String, String> models = new LinkedHashMap<>();

  @Test
  void namesFileTensorAndCureOfEveryBrokenModelBeforeItAsksABroker() throws IOException {
    Path missing = rename("missing", "conv_in.weight", "conv_in.height");
    Path shape = rename("shape", "[8,1,3,3]", "[8,3,3,1]");
    Path cut = weights("cut");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 20_000));
    Path header = weights("header");
    byte[] long60 = Files.readAllBytes(header);
    ByteBuffer.wrap(long60).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60);
    Files.write(header, long60);
    Path index = model("architecture").resolve("model_index.json");
    Files.writeString(index, Files.readString(index).replace("UNet2DModel", "NoSuchModel"));
    Path nowhere = folder.resolve("nowhere");
    models.put("models.nowhere", nowhere.toString());

    List<String> reasons = reasons();
    assertThat(reasons).hasSize(6);
    assertThat(reasons.get(0))
        .startsWith("model missing: " + missing)
        .contains("tensor conv_in.weight is missing", "Use the weights that belong");
    assertThat(reasons.get(1))
        .startsWith("model shape: " + shape)
        .contains("tensor conv_in.weight has the shape [8, 3, 3, 1]", "needs [8, 1, 3, 3]");
    assertThat(reasons.get(2)).startsWith("model cut: " + cut).contains("Download");
    assertThat(reasons.get(3))
        .startsWith("model header: " + header)
        .contains("1152921504606846976");
    assertThat(reasons.get(4)).startsWith("model architecture: " + index).contains("NoSuchModel");
    assertThat(reasons.get(5)).startsWith("model nowhere: " + nowhere);
    assertThat(reasons).allMatch(reason -> reason.endsWith("."));
  }

  @Test
  void asksForAModelWhereThereIsNone() {
    assertThat(reasons())
        .containsExactly("no model to serve: give --model NAME=DIR, or models in the settings");
  }

  private Path model(String name) throws IOException {
    Path copy = TinyModel.copy(folder.resolve(name));
    models.put("models." + name, copy.toString());
    return copy;
  }

  private Path weights(String name) throws IOException {
    return TinyModel.weights(model(name));
  }

  /** Changes the header of the weights, at equal length. */
  private Path rename(String model, String from, String to) throws IOException {
    Path file = weights(model);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    assertThat(from).hasSameSizeAs(to);
    return Files.writeString(file, text.replace(from, to), StandardCharsets.ISO_8859_1);
  }

  private List<String> reasons() {
    Map<String, String> settings = new LinkedHashMap<>(models);
    settings.put("kafka.bootstrap", "localhost:1");
    WorkerConfig config = Fleet.config(settings);
    WorkerStartException refusal =
        catchThrowableOfType(WorkerStartException.class, () -> Worker.start(config));
    assertThat(refusal).isNotNull();
    return refusal.reasons();
  }
}

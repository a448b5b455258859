package dev.tidewheel.model.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Guidance;
import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.PartWay;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.StrengthRule;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.solver.Solvers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares with what diffusers' schedulers made of the same function: tools/golden_schedulers.py,
 * tools/golden_multistep.py and tools/golden_part_way.py.
 */
class SchedulerGoldenTest {
  private static final int LENGTH = 20;
  private static final double MOST = 1e-5;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  @TempDir private Path folder;

  static Stream<String> agreed() {
    return lines().filter(line -> !line.contains("\"nan\": true"));
  }

  static Stream<String> withoutNumbers() {
    return lines().filter(line -> line.contains("\"nan\": true"));
  }

  private static Stream<String> lines() {
    return Stream.of("schedulers.jsonl", "multistep.jsonl", "part_way.jsonl")
        .flatMap(SchedulerGoldenTest::lines);
  }

  private static Stream<String> lines(String file) {
    try (InputStream in = SchedulerGoldenTest.class.getResourceAsStream("/golden/" + file)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return lines.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("agreed")
  void endsWhereDiffusersDoes(String line) throws IOException {
    JsonNode golden = JSON.readTree(line);
    assertThat(difference(end(golden), golden.get("end"))).isLessThan(most(golden));
  }

  @ParameterizedTest
  @MethodSource("withoutNumbers")
  void refusesWhatGivesNoNumbersInDiffusers(String line) throws IOException {
    JsonNode golden = JSON.readTree(line);
    assertThatThrownBy(() -> end(golden))
        .isInstanceOfAny(ModelException.class, IllegalArgumentException.class);
  }

  private double[] end(JsonNode golden) throws IOException {
    Path file = folder.resolve("scheduler_config.json");
    Files.write(file, JSON.writeValueAsBytes(golden.get("config")));
    JsonNode mu = golden.path("mu");
    Recipe recipe =
        FolderScheduler.read(
                file, mu.isNumber() ? SchedulerCall.ofMu(mu.doubleValue()) : SchedulerCall.PLAIN)
            .recipe();
    Solver solver =
        Solvers.named(golden.path("solver").asText("model"), recipe.solver()).orElseThrow();
    int count = golden.get("steps").intValue();
    if (recipe.schedule().lay(count, recipe.parametrisation()).risingStep().isPresent()) {
      throw new IllegalArgumentException("lays no falling grid");
    }
    Steps steps = new Steps.Fixed(count);
    Sampling sampling =
        new Sampling(
            recipe.parametrisation(),
            solver,
            recipe.schedule(),
            steps,
            Guidance.NONE,
            partWay(golden));
    return run(sampling.start(), registers(sampling, golden.get("seed").longValue()));
  }

  private static Optional<PartWay> partWay(JsonNode golden) {
    return golden.has("strength")
        ? Optional.of(
            new PartWay(
                golden.get("strength").doubleValue(),
                switch (golden.get("rule").textValue()) {
                  case "taken" -> StrengthRule.STEPS_TAKEN_ROUNDED_DOWN;
                  case "skipped" -> StrengthRule.STEPS_SKIPPED_ROUNDED_DOWN;
                  default -> StrengthRule.SCHEDULE_SHORTENED;
                }))
        : Optional.empty();
  }

  /** Noise, or a picture with its share of it; what is drawn later has the next seed then. */
  private static Registers registers(Sampling sampling, long seed) {
    return sampling
        .startLevel()
        .map(level -> new Registers(mixed(level, seed), seed + 1))
        .orElseGet(() -> new Registers(seed, LENGTH));
  }

  private static double[] mixed(Level level, long seed) {
    float[] noise = new NoiseStream(seed).next(LENGTH);
    double[] state = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      state[i] = level.data() * Math.sin(i) + level.noise() * noise[i];
    }
    return state;
  }

  private static double[] run(Stage start, Registers registers) {
    Stage stage = start;
    while (stage instanceof Evaluation evaluation) {
      double[] output = network(registers.row(evaluation.input()), evaluation.time());
      registers.advance(evaluation, output, output);
      stage = evaluation.then(0).next();
    }
    return registers.row(((Finished) stage).data());
  }

  private static double[] network(double[] x, double time) {
    double[] output = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double next = x[(i + 1) % x.length];
      output[i] = Math.tanh(0.8 * x[i] + 0.3 * next) + 0.2 * Math.sin(0.003 * time + i);
    }
    return output;
  }

  /** Diffusers computes in floats: its own end is not always certain to the last digits. */
  private static double most(JsonNode golden) {
    return Math.max(MOST, 3 * golden.path("rounding").asDouble(0));
  }

  private static double difference(double[] actual, JsonNode expected) {
    double most = 0;
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      most = Math.max(most, Math.abs(actual[i] - expected.get(i).doubleValue()));
      largest = Math.max(largest, Math.abs(expected.get(i).doubleValue()));
    }
    return actual.length == expected.size() ? most / largest : Double.NaN;
  }
}

package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what diffusers' schedulers make of a fixed function; tools/golden_multistep.py. */
class MultistepGoldenTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();
  private static final double MOST_RELATIVE_ERROR = 1e-5;

  /** So many times what diffusers loses by rounding, where that is more. */
  private static final double ROUNDING = 2;

  private static final int LENGTH = 16;

  @TempDir private Path folder;

  @Test
  void endsWhereDiffusersEnds() throws IOException {
    List<String> misses = new ArrayList<>();
    double worst = 0;
    for (JsonNode golden : goldens()) {
      if (golden.get("final").isNull()) {
        continue;
      }
      Optional<Grid> grid = grid(golden);
      double error = grid.isEmpty() ? Double.NaN : error(golden, grid.get());
      worst = Math.max(worst, error);
      double rounding = golden.get("rounding").doubleValue();
      if (!(error <= Math.max(MOST_RELATIVE_ERROR, ROUNDING * rounding))) {
        misses.add("%.2g (%.2g) at %s".formatted(error, rounding, described(golden)));
      }
    }
    assertThat(misses).as("worst %s", worst).isEmpty();
  }

  @Test
  void refusesWhatDiffusersCannotFinish() throws IOException {
    for (JsonNode golden : goldens()) {
      if (golden.get("final").isNull()) {
        assertThat(grid(golden).map(Grid::steps)).as(described(golden)).isEmpty();
      }
    }
  }

  /** The grid, where neither the options nor the number of steps are refused. */
  private Optional<Grid> grid(JsonNode golden) throws IOException {
    try {
      Recipe recipe = recipe(golden);
      Grid grid = recipe.schedule().lay(golden.get("steps").intValue(), recipe.parametrisation());
      return grid.falls() ? Optional.of(grid) : Optional.empty();
    } catch (ModelException e) {
      return Optional.empty();
    }
  }

  private Recipe recipe(JsonNode golden) throws IOException {
    Path file =
        Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(golden.get("config")));
    JsonNode mu = golden.get("mu");
    return FolderScheduler.read(
            file, mu.isNull() ? OptionalDouble.empty() : OptionalDouble.of(mu.doubleValue()))
        .recipe();
  }

  private double error(JsonNode golden, Grid grid) throws IOException {
    Recipe recipe = recipe(golden);
    Flow flow = new Flow(recipe.parametrisation(), recipe.parametrisation().path(), 1);
    Registers registers = new Registers(golden.get("seed").longValue(), LENGTH);
    Stage stage = recipe.solver().along(flow, grid);
    while (stage instanceof Evaluation evaluation) {
      double[] output = network(registers.row(evaluation.input()), evaluation.time());
      stage = evaluation.then(registers.advance(evaluation, output, output)).next();
    }
    double[] state = registers.row(((Finished) stage).data());
    double difference = 0;
    double size = 0;
    for (int i = 0; i < LENGTH; i++) {
      double expected = golden.get("final").get(i).doubleValue();
      difference = Math.max(difference, Math.abs(state[i] - expected));
      size = Math.max(size, Math.abs(expected));
    }
    return Double.isNaN(Registers.rms(state)) ? Double.NaN : difference / size;
  }

  /** What stands in for a network: the same function as in the script. */
  private static double[] network(double[] x, double time) {
    double[] output = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      output[i] = Math.sin(0.7 * x[i] + 0.004 * time + 0.5 * i);
    }
    return output;
  }

  private static String described(JsonNode golden) {
    return golden.get("config") + " mu " + golden.get("mu") + " steps " + golden.get("steps");
  }

  private static List<JsonNode> goldens() throws IOException {
    try (InputStream in =
        MultistepGoldenTest.class.getResourceAsStream("/golden/multistep.jsonl")) {
      List<JsonNode> goldens = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        goldens.add(JSON.readTree(line));
      }
      return goldens;
    }
  }
}

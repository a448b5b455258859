package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.Devices;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import dev.tidewheel.serving.ServedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On the demo model and the calibration beside it: a small version of {@code bench adaptive}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdaptiveStepsIT {
  private static final Path FOLDER = Path.of("models/fashion-flow");
  private static final int IMAGES = 16;

  /** Far from the seeds of the calibration. */
  private static final long SEED = 50_000;

  private ServedModel model = load();

  private static ServedModel load() {
    return ServedModel.load("fashion-flow", ModelFolder.read(FOLDER), Devices.named("cpu"));
  }

  @BeforeAll
  static void useOneThread() {
    Devices.setThreads(1);
  }

  @AfterAll
  void unload() {
    model.close();
  }

  private Sampling sampling(Solver solver, Steps steps, double guidance) {
    return new Sampling(
        model.offer().recipe().parametrisation(), solver, new ShiftedSchedule(1), steps, guidance);
  }

  private Canvas canvas(double guidance) {
    return new Canvas(model, Optional.empty(), IMAGES, SEED, guidance, 100, new Silent());
  }

  @ParameterizedTest
  @CsvSource({"0.02, 1", "0.1, 3"})
  void toleratedErrorsVaryTheStepsAndBeatEulerWithTwiceAsMany(double tolerance, double guidance) {
    CalibratedSolver solver = model.offer().calibrated().orElseThrow();
    Canvas canvas = canvas(guidance);
    Solver euler = Solvers.named("euler").orElseThrow();

    List<FloatSampler.Drawn> drawn =
        canvas.draw("", sampling(solver, new Steps.Adaptive(tolerance, 4, 50), guidance));

    EndErrors errors = canvas.errors(drawn);
    int twice = (int) Math.ceil(2 * errors.evaluations());
    assertThat(drawn.stream().map(FloatSampler.Drawn::evaluations).distinct())
        .hasSizeGreaterThan(1);
    assertThat(errors.mean()).isBetween(tolerance / 2, tolerance * 2);
    assertThat(errors.mean())
        .isLessThan(canvas.errors("", sampling(euler, new Steps.Fixed(twice), guidance)).mean());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3})
  void fittedRowsBeatAdamsBashforth(double guidance) {
    CalibratedSolver solver = model.offer().calibrated().orElseThrow();
    Canvas canvas = canvas(guidance);
    Solver usual = Solvers.named("ab2").orElseThrow();

    EndErrors fitted = canvas.errors("", sampling(solver, new Steps.Fixed(6), guidance));

    assertThat(fitted.mean())
        .isLessThan(0.8 * canvas.errors("", sampling(usual, new Steps.Fixed(6), guidance)).mean());
  }
}

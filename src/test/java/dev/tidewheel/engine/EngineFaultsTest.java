package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong around the network, not in it. */
class EngineFaultsTest {
  private final List<TickReport> ticks = Collections.synchronizedList(new ArrayList<>());

  @Test
  void anImageThatCannotBeginFailsByItself() {
    var broken =
        new Sampling(
            Parametrisation.flowMatching(1),
            new BrokenSolver(),
            new ShiftedSchedule(1),
            new Steps.Fixed(1),
            1);
    LinearNetwork network = new LinearNetwork();
    try (Engine engine = engine(2)) {
      List<Sketch> culprits = List.of(new Sketch("a"), new Sketch("b"), new Sketch("c"));
      Sketch healthy = new Sketch("healthy");
      culprits.forEach(sketch -> engine.draw(sketch.with(broken).on(network)));
      engine.draw(healthy.on(network));
      assertThat(culprits).allSatisfy(EngineFaultsTest::hasFailedAtTheStart);
      assertThat(healthy.await()).isInstanceOf(Ending.Drawn.class);
      assertThat(engine.inFlight()).isZero();
    }
  }

  private static void hasFailedAtTheStart(Sketch sketch) {
    assertThat(sketch.await()).isEqualTo(new Ending.Failed("could not begin: no way"));
  }

  @Test
  void aBatchTooLargeForTheMemoryIsHalvedAndNoImageIsEvaluatedTwice() {
    List<Sketch> sketches = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Steps steps = new Steps.Fixed(1 + i % 3);
      sketches.add(new Sketch("r" + i).with(Sketch.sampling("euler", steps, 1)));
    }
    try (Engine engine = engine(8)) {
      Network device = new SmallDevice(3);
      sketches.forEach(sketch -> engine.draw(sketch.on(device)));
      for (int i = 0; i < sketches.size(); i++) {
        assertThat(sketches.get(i).drawn().trace()).hasSize(1 + i % 3);
      }
    }
    assertThat(ticks)
        .allSatisfy(
            tick ->
                assertThat(tick.images())
                    .extracting(TickReport.ImageReport::requestId)
                    .doesNotHaveDuplicates());
  }

  @Test
  void anImageThatIsTriedAgainIsTheOneOfItsSeed() {
    Sketch healthy = ancestral(2);
    Sketch first = ancestral(1);
    Sketch second = ancestral(2);
    try (Handwheel wheel = new Handwheel(new EngineSettings(2, false))) {
      wheel.draw(healthy, new LinearNetwork());
      wheel.turnUntilAllEnded(healthy);
      Network faltering = new FalteringNetwork();
      wheel.draw(first, faltering);
      wheel.draw(second, faltering);
      wheel.turnUntilAllEnded(first, second);
    }
    assertThat(second.drawn().pixels())
        .isEqualTo(healthy.drawn().pixels())
        .isNotEqualTo(first.drawn().pixels());
  }

  private static Sketch ancestral(long seed) {
    return new Sketch("seed " + seed)
        .with(Sketch.sampling("euler-ancestral", new Steps.Fixed(4), 1))
        .seed(seed);
  }

  private Engine engine(int batch) {
    return new Engine(new EngineSettings(batch, false), ticks::add);
  }

  /** Finds no first step. */
  private static final class BrokenSolver implements Solver {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Stage along(Flow flow, Grid grid) {
      throw new IllegalStateException("no way");
    }

    @Override
    public int evaluations(int steps) {
      return steps;
    }
  }

  /** Answers more than one image with too few numbers, which shows after fresh noise is drawn. */
  private static final class FalteringNetwork extends LinearNetwork {
    @Override
    public String name() {
      return "faltering";
    }

    @Override
    public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
      NDArray answer = super.forward(latents, times, labels, texts);
      return labels.size() > 1 ? answer.flatten().get("1:") : answer;
    }
  }
}

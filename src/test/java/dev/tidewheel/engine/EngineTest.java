package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Guidance;
import dev.tidewheel.sampling.Interpreter;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {
  private final LinearNetwork network = new LinearNetwork();
  private final List<TickReport> ticks = Collections.synchronizedList(new ArrayList<>());

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void drawsEachImageOfAMixedBatchAsItWouldAlone(boolean deterministic) {
    Random random = new Random(11);
    List<Solver> solvers =
        Solvers.all().stream()
            .filter(solver -> solver.objection(Sketch.TRAINED).isEmpty())
            .toList();
    List<Sketch> sketches = new ArrayList<>();
    List<int[]> expected = new ArrayList<>();
    for (int i = 0; i < 3 * solvers.size(); i++) {
      Solver solver = solvers.get(i % solvers.size());
      Steps steps =
          solver instanceof AdaptiveSolver && random.nextBoolean()
              ? new Steps.Adaptive(0.03, 7, 31)
              : new Steps.Fixed(4 + random.nextInt(12));
      Guidance guidance =
          switch (i % 4) {
            case 0, 2 -> Guidance.NONE;
            case 1 -> Guidance.of(2.5);
            default -> new Guidance(2.5, 0.25, 0.75, 0.6);
          };
      Sampling sampling = Sketch.sampling(solver.name(), steps, guidance);
      double label = random.nextDouble();
      sketches.add(new Sketch("r" + i).with(sampling).label(label).seed(i));
      expected.add(interpreted(sampling, label, i));
    }
    try (Engine engine = engine(8, deterministic)) {
      sketches.forEach(sketch -> engine.draw(sketch.on(network)));
      for (int i = 0; i < sketches.size(); i++) {
        byte[] pixels = sketches.get(i).drawn().pixels();
        for (int j = 0; j < pixels.length; j++) {
          assertThat(pixels[j] & 0xff)
              .as("image %d by %s, byte %d", i, solvers.get(i % solvers.size()).name(), j)
              .isCloseTo(expected.get(i)[j], within(1));
        }
      }
    }
  }

  /** Pixels in the order height, width, channel. */
  private static int[] interpreted(Sampling sampling, double label, long seed) {
    double[] data =
        Interpreter.run(
                new Registers(seed, Sketch.SHAPE.elements()),
                sampling.start(),
                (sigma, x) -> LinearNetwork.exact(sigma, x, label),
                (sigma, x) -> LinearNetwork.exact(sigma, x, 0.1))
            .data();
    ImageShape shape = Sketch.SHAPE;
    int[] pixels = new int[data.length];
    for (int c = 0; c < shape.channels(); c++) {
      for (int p = 0; p < shape.height() * shape.width(); p++) {
        double value = data[c * shape.height() * shape.width() + p];
        pixels[p * shape.channels() + c] = (int) Math.rint(255 * Math.clamp(value / 2 + 0.5, 0, 1));
      }
    }
    return pixels;
  }

  @Test
  void finishedImagesLeaveAndNewcomersJoinAtTheNextTick() {
    Sketch longer = new Sketch("long").with(Sketch.sampling("euler", new Steps.Fixed(30), 1));
    List<Sketch> shorter = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      shorter.add(new Sketch("short" + i).with(Sketch.sampling("euler", new Steps.Fixed(3), 1)));
    }
    try (Engine engine = engine(2, false)) {
      engine.draw(longer.on(network));
      shorter.forEach(sketch -> engine.draw(sketch.on(network)));
      longer.await();
      shorter.forEach(Sketch::await);
    }
    assertThat(ticks).hasSizeBetween(30, 32);
    assertThat(ticks.stream().filter(tick -> tick.images().size() == 2).count())
        .isBetween(28L, 30L);
  }

  @Test
  void aGuidedImageIsTwoRowsAndOnePicture() {
    Sketch guided = new Sketch("guided").with(Sketch.sampling("euler", new Steps.Fixed(2), 3));
    try (Engine engine = engine(4, false)) {
      engine.draw(guided.on(network));
      assertThat(guided.drawn().trace()).hasSize(2);
    }
    assertThat(network.batches).containsOnly(2L);
    assertThat(ticks).allMatch(tick -> tick.rows() == 2 && tick.images().size() == 1);
  }

  @Test
  void anImageIsOneRowWhereItIsNotGuided() {
    Guidance late = new Guidance(3, 0, 0.5, 0);
    Sketch guided = new Sketch("guided").with(Sketch.sampling("euler", new Steps.Fixed(4), late));
    Sketch plain = new Sketch("plain").with(Sketch.sampling("euler", new Steps.Fixed(4), 1));
    try (Engine engine = engine(4, false)) {
      engine.draw(guided.on(network));
      guided.await();
      engine.draw(plain.on(network));
      plain.await();
    }
    assertThat(ticks).extracting(TickReport::rows).containsExactly(1, 1, 2, 2, 1, 1, 1, 1);
  }

  @Test
  void aPoisonedImageIsEjectedAlone() {
    Sketch poisoned = new Sketch("poisoned").label(LinearNetwork.POISON);
    Sketch healthy = new Sketch("healthy");
    Sketch after = new Sketch("after");
    try (Engine engine = engine(2, false)) {
      engine.draw(poisoned.on(network));
      engine.draw(healthy.on(network));
      assertThat(poisoned.await()).isInstanceOf(Ending.Failed.class);
      byte[] pixels = healthy.drawn().pixels();
      engine.draw(after.on(network));
      assertThat(after.drawn().pixels()).isEqualTo(pixels);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"euler", "heun", "ab2", "bosh3"})
  void aPoisonedImageWithAdaptiveStepsIsEjectedAlone(String solver) {
    Sampling adaptive = Sketch.sampling(solver, new Steps.Adaptive(0.01, 4, 40), 1);
    Sketch poisoned = new Sketch("poisoned").with(adaptive).label(LinearNetwork.LATE_POISON);
    Sketch healthy = new Sketch("healthy").with(adaptive);
    try (Engine engine = engine(2, false)) {
      engine.draw(poisoned.on(network));
      engine.draw(healthy.on(network));
      assertThat(poisoned.await()).isInstanceOf(Ending.Failed.class);
      assertThat(healthy.await()).isInstanceOf(Ending.Drawn.class);
    }
  }

  @Test
  void moreShapesThanHaveRoomAtATimeAllGetTheirTurn() {
    List<Sketch> sketches = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Sampling sampling = Sketch.sampling("euler", new Steps.Fixed(5 + i % 7), 1);
      sketches.add(new Sketch("r" + i).with(sampling).shape(new ImageShape(1, 2, 1 + i % 12)));
    }
    try (Engine engine = engine(2, false)) {
      sketches.forEach(sketch -> engine.draw(sketch.on(network)));
      for (Sketch sketch : sketches) {
        assertThat(sketch.drawn().trace()).isNotEmpty();
      }
    }
  }

  @Test
  void evaluatesEachImageAloneWhereItIsDeterministicAndReportsOneTick() {
    List<Sketch> sketches = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sketches.add(new Sketch("r" + i));
    }
    try (Engine engine = engine(4, true)) {
      sketches.forEach(sketch -> engine.draw(sketch.on(network)));
      sketches.forEach(Sketch::drawn);
    }
    assertThat(network.batches).containsOnly(1L);
    assertThat(ticks.stream().map(TickReport::tick)).doesNotHaveDuplicates();
    assertThat(ticks).anyMatch(tick -> tick.images().size() == 4 && tick.rows() == 4);
  }

  @Test
  void aBatchThatThrowsIsHalvedUntilTheCulpritIsAlone() {
    List<Sketch> sketches = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      sketches.add(new Sketch("r" + i).label(i == 4 ? LinearNetwork.BOMB : 0.5));
    }
    try (Engine engine = engine(8, false)) {
      sketches.forEach(sketch -> engine.draw(sketch.on(network)));
      for (int i = 0; i < sketches.size(); i++) {
        assertThat(sketches.get(i).await())
            .isInstanceOf(i == 4 ? Ending.Failed.class : Ending.Drawn.class);
      }
    }
  }

  @Test
  void withdrawsOneRequestOfABatchBetweenTicks() {
    Sketch endless =
        new Sketch("endless").with(Sketch.sampling("euler", new Steps.Fixed(100_000), 1));
    Sketch other = new Sketch("other").with(Sketch.sampling("euler", new Steps.Fixed(50), 1));
    try (Engine engine = engine(2, false)) {
      engine.draw(endless.on(network));
      engine.draw(other.on(network));
      engine.withdraw(drawing -> drawing.requestId().equals("endless"));
      assertThat(endless.await()).isEqualTo(new Ending.Withdrawn());
      assertThat(other.await()).isInstanceOf(Ending.Drawn.class);
      assertThat(engine.inFlight()).isZero();
    }
  }

  @Test
  void endsWhatIsPastItsDeadlineInASlotOrInTheLine() {
    long soon = System.nanoTime() + 50_000_000;
    Sketch running =
        new Sketch("running")
            .with(Sketch.sampling("euler", new Steps.Fixed(1_000_000), 1))
            .deadline(soon);
    Sketch waiting = new Sketch("waiting").deadline(soon);
    try (Engine engine = engine(1, false)) {
      engine.draw(running.on(network));
      engine.draw(waiting.on(network));
      assertThat(running.await()).isEqualTo(new Ending.Expired());
      assertThat(waiting.await()).isEqualTo(new Ending.Expired());
    }
  }

  @Test
  void takesBackWhatIsLeftWhenItCloses() {
    Sketch endless =
        new Sketch("endless").with(Sketch.sampling("euler", new Steps.Fixed(1_000_000), 1));
    Engine engine = engine(1, false);
    engine.draw(endless.on(network));
    engine.close();
    assertThat(endless.await()).isEqualTo(new Ending.Withdrawn());
    Sketch late = new Sketch("late");
    engine.draw(late.on(network));
    assertThat(late.await()).isEqualTo(new Ending.Withdrawn());
  }

  @Test
  void reportsEachImagesEvaluationsInOrder() {
    Sketch sketch = new Sketch("r").with(Sketch.sampling("heun", new Steps.Fixed(3), 1));
    try (Engine engine = engine(4, false)) {
      engine.draw(sketch.on(network));
      assertThat(sketch.drawn().trace())
          .extracting(point -> point.span().step())
          .containsExactly(1, 1, 2, 2, 3);
    }
    assertThat(ticks)
        .flatExtracting(TickReport::images)
        .extracting(TickReport.ImageReport::evaluations)
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(ticks).allMatch(tick -> tick.forwardNanos() > 0 && tick.solverNanos() > 0);
  }

  private Engine engine(int batch, boolean deterministic) {
    return new Engine(new EngineSettings(batch, deterministic), ticks::add);
  }
}

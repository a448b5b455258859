package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.engine.WordNetwork.Word;
import dev.tidewheel.sampling.Interpreter;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts are read and latents decoded beside the sampling of others. */
class TextEngineTest {
  private final WordNetwork network = new WordNetwork();
  private final List<TickReport> ticks = Collections.synchronizedList(new ArrayList<>());

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20})
  void eachImageIsDrawnByItsOwnPrompts(long textBytes) {
    List<Sketch> sketches = new ArrayList<>();
    try (Engine engine = engine(3, textBytes)) {
      for (int i = 0; i < 20; i++) {
        Sketch sketch = sketch(i).prompts(new Word("x".repeat(i % 7)), new Word("not"));
        sketches.add(sketch);
        engine.draw(sketch.on(network));
      }
      for (int i = 0; i < sketches.size(); i++) {
        Ending.Drawn drawn = sketches.get(i).drawn();

        assertThat(drawn.shape()).isEqualTo(new ImageShape(2, 3, 8));
        assertThat(drawn.pixels()).hasSize(2 * 3 * 8);
        assertThat(drawn.pixels()[0] & 0xff).as("image %d", i).isCloseTo(firstPixel(i), within(1));
      }
    }
  }

  private static Sketch sketch(int i) {
    return new Sketch("r" + i).with(sampling(i)).seed(i);
  }

  private static Sampling sampling(int i) {
    return Sketch.sampling("euler", new Steps.Fixed(2 + i % 5), i % 2 == 0 ? 1 : 2.5);
  }

  private static int firstPixel(int i) {
    double[] data =
        Interpreter.run(
                new Registers(i, Sketch.SHAPE.elements()),
                sampling(i).start(),
                (sigma, x) -> LinearNetwork.exact(sigma, x, i % 7 / 10.0),
                (sigma, x) -> LinearNetwork.exact(sigma, x, 0.3))
            .data();
    return (int) Math.rint(255 * Math.clamp(data[0] / 2 + 0.5, 0, 1));
  }

  @Test
  void aPromptIsReadOnceWhileThereIsRoom() {
    try (Engine engine = engine(2, 1 << 20)) {
      for (int i = 0; i < 9; i++) {
        Sketch sketch = sketch(i).prompts(new Word("same"), new Word("not"));
        engine.draw(sketch.on(network));
        sketch.drawn();
      }
    }
    assertThat(network.read).containsExactlyInAnyOrder(new Word("same"), new Word("not"));
    assertThat(ticks.stream().mapToInt(tick -> tick.prompts().read()).sum()).isEqualTo(2);
    assertThat(ticks.stream().mapToInt(tick -> tick.prompts().known()).sum()).isEqualTo(16);
  }

  @Test
  void readingAndDecodingAreTicksOfTheirOwnBetweenThoseOfSampling() {
    List<Sketch> sketches = new ArrayList<>();
    try (Engine engine = engine(2, 0)) {
      for (int i = 0; i < 12; i++) {
        Sketch sketch = sketch(i).prompts(new Word("p".repeat(i)), new Word("not"));
        sketches.add(sketch);
        engine.draw(sketch.on(network));
      }
      sketches.forEach(Sketch::drawn);
    }
    List<TickReport.Work> works = ticks.stream().map(TickReport::work).toList();
    assertThat(works).contains(TickReport.Work.READING, TickReport.Work.DECODING);
    for (int i = 1; i < ticks.size(); i++) {
      boolean asideTwice =
          works.get(i) != TickReport.Work.SAMPLING && works.get(i - 1) != TickReport.Work.SAMPLING;
      boolean othersWaited = asideTwice && i + 1 < ticks.size() && wasBegun(i);
      assertThat(othersWaited).as("tick %d of %s", i, works).isFalse();
    }
    assertThat(sketches.getFirst().drawn().times().readingNanos()).isPositive();
  }

  /** Whether an image that a later tick goes on with had begun before a tick. */
  private boolean wasBegun(int tick) {
    return ticks.get(tick + 1).images().stream().anyMatch(image -> image.evaluations() > 1);
  }

  @Test
  void aPromptThatCannotBeReadEndsOnlyItsImages() {
    Sketch before = sketch(1).prompts(new Word("before"), new Word("not"));
    Sketch bad = sketch(2).prompts(WordNetwork.UNREADABLE, new Word("not"));
    Sketch led = sketch(3).prompts(new Word("led"), WordNetwork.UNREADABLE);
    Sketch after = sketch(4).prompts(new Word("after"), new Word("not"));
    try (Handwheel wheel = new Handwheel(new EngineSettings(8, false))) {
      List.of(before, bad, led, after).forEach(sketch -> wheel.draw(sketch, network));
      wheel.turnUntilAllEnded(before, bad, led, after);

      assertThat(List.of(bad, led))
          .allSatisfy(
              sketch ->
                  assertThat(sketch.await())
                      .isEqualTo(
                          new Ending.Failed("its prompt could not be read: no reading 1 prompts")));
      assertThat(List.of(before, after))
          .allSatisfy(sketch -> assertThat(sketch.await()).isInstanceOf(Ending.Drawn.class));
      assertThat(wheel.ticks().getFirst().batch()).as("images read for at once").isEqualTo(4);
      assertThat(wheel.ticks().getFirst().prompts()).isEqualTo(new TickReport.Prompts(4, 2));
    }
  }

  @Test
  void whereADecoderHasNoRoomForManyItDecodesFewer() {
    network.mostDecoded = 1;
    List<Sketch> sketches = new ArrayList<>();
    try (Engine engine = engine(8, 1 << 20)) {
      for (int i = 0; i < 8; i++) {
        Sketch sketch = new Sketch("r" + i).seed(i).prompts(new Word("same"), new Word("not"));
        sketches.add(sketch);
        engine.draw(sketch.on(network));
      }
      assertThat(sketches).allSatisfy(s -> assertThat(s.await()).isInstanceOf(Ending.Drawn.class));
    }
  }

  @Test
  void inDeterministicModeEachIsReadAndDecodedByItself() {
    List<Sketch> sketches = new ArrayList<>();
    try (Engine engine = new Engine(new EngineSettings(8, true, 0), ticks::add)) {
      for (int i = 0; i < 8; i++) {
        Sketch sketch = new Sketch("r" + i).prompts(new Word("p".repeat(i)), new Word("not"));
        sketches.add(sketch);
        engine.draw(sketch.on(network));
      }
      sketches.forEach(Sketch::drawn);
    }
    assertThat(network.decodedAtOnce).hasSize(8).containsOnly(1L);
    assertThat(network.readAtOnce).containsOnly(1);
  }

  @Test
  void whereADecoderIsBrokenEveryImageHearsOfIt() {
    network.decodes = false;
    try (Engine engine = engine(4, 0)) {
      List<Sketch> sketches = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Sketch sketch = new Sketch("r" + i).prompts(new Word("a"), new Word("b"));
        sketches.add(sketch);
        engine.draw(sketch.on(network));
      }
      assertThat(sketches)
          .allSatisfy(
              sketch ->
                  assertThat(sketch.await())
                      .isEqualTo(new Ending.Failed("could not be decoded: the decoder is broken")));
    }
  }

  @Test
  void imagesThatWaitToBeDecodedCanBeTakenBack() {
    Sketch sketch =
        new Sketch("r")
            .with(Sketch.sampling("euler", new Steps.Fixed(1), 1))
            .prompts(new Word("a"), new Word("b"));
    CompletableFuture<Engine> started = new CompletableFuture<>();
    Consumer<TickReport> afterSampling =
        tick -> {
          if (tick.work() == TickReport.Work.SAMPLING) {
            started.join().withdraw(_ -> true);
          }
        };
    try (Engine engine = new Engine(new EngineSettings(1, false), afterSampling)) {
      started.complete(engine);
      engine.draw(sketch.on(network));

      assertThat(sketch.await()).isInstanceOf(Ending.Withdrawn.class);
    }
  }

  private Engine engine(int batch, long textBytes) {
    return new Engine(new EngineSettings(batch, false, textBytes), ticks::add);
  }
}

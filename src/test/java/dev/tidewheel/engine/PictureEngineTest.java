package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.sampling.Guidance;
import dev.tidewheel.sampling.PartWay;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.StrengthRule;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Images that begin with a picture. */
class PictureEngineTest {
  private static final Prompt WORD = new WordNetwork.Word("same");

  private final WordNetwork network = new WordNetwork();

  @Test
  void aPictureThatCannotBeEncodedEndsOnlyItsImage() {
    Sketch before = sketch("before", WordNetwork.PICTURE);
    Sketch torn = sketch("torn", WordNetwork.TORN);
    Sketch after = sketch("after", WordNetwork.PICTURE);
    try (Handwheel wheel = new Handwheel(new EngineSettings(12, false))) {
      List.of(before, torn, after).forEach(sketch -> wheel.draw(sketch, network));
      wheel.turnUntilAllEnded(before, torn, after);

      assertThat(wheel.ticks().getFirst().batch()).as("images read for at once").isEqualTo(3);
    }
    assertThat(torn.await()).isEqualTo(new Ending.Failed("could not begin: the picture is torn"));
    assertThat(List.of(before, after))
        .allSatisfy(sketch -> assertThat(sketch.await()).isInstanceOf(Ending.Drawn.class));
  }

  @Test
  void timeToEncodeIsTimeOfTheTickThatReadsAndOfTheImage() {
    network.encoding = Duration.ofMillis(20);
    Sketch known = new Sketch("known").prompts(WORD, WORD);
    Sketch sketch = sketch("r", WordNetwork.PICTURE);
    try (Handwheel wheel = new Handwheel(new EngineSettings(1, false))) {
      wheel.draw(known, network);
      wheel.turnUntilAllEnded(known);
      wheel.ticks().clear();
      wheel.draw(sketch, network);
      wheel.turnUntilAllEnded(sketch);

      TickReport first = wheel.ticks().getFirst();
      assertThat(first.work()).isEqualTo(TickReport.Work.READING);
      assertThat(first.prompts()).isEqualTo(new TickReport.Prompts(0, 2));
      assertThat(first.forwardNanos()).isGreaterThanOrEqualTo(network.encoding.toNanos());
      assertThat(sketch.drawn().times().readingNanos()).isEqualTo(first.forwardNanos());
    }
  }

  private static Sketch sketch(String id, Drawing.Source source) {
    var sampling =
        new Sampling(
            Sketch.TRAINED,
            Solvers.named("euler").orElseThrow(),
            new ShiftedSchedule(1),
            new Steps.Fixed(4),
            Guidance.NONE,
            Optional.of(new PartWay(0.5, StrengthRule.STEPS_TAKEN_ROUNDED_DOWN)));
    return new Sketch(id).with(sampling).prompts(WORD, WORD).source(source);
  }
}

package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.tidewheel.sampling.Steps;
import org.junit.jupiter.api.Test;

class RotaTest {
  private final LinearNetwork roomy = new LinearNetwork();
  private final CrampedNetwork cramped = new CrampedNetwork();

  @Test
  void aGroupThatFindsNoRoomTakesThatOfOneWithNothingToDo() {
    Sketch first = new Sketch("first");
    Sketch second = new Sketch("second");
    try (Handwheel wheel = wheel()) {
      wheel.draw(first, roomy);
      wheel.turnUntilAllEnded(first);
      wheel.draw(second, cramped);
      cramped.refusals = 1;
      wheel.turnUntilAllEnded(second);
    }
    assertThat(second.await()).isInstanceOf(Ending.Drawn.class);
  }

  @Test
  void aGroupThatFindsNoRoomWaitsUntilTheOldestOneHasMadeSome() {
    Sketch first = new Sketch("first").with(Sketch.sampling("euler", new Steps.Fixed(9), 1));
    Sketch second = new Sketch("second");
    Sketch third = new Sketch("third");
    try (Handwheel wheel = wheel()) {
      wheel.draw(first, roomy);
      wheel.turn();
      wheel.draw(second, cramped);
      wheel.draw(third, roomy);
      cramped.refusals = 2;
      wheel.turnUntilAllEnded(second);

      assertThat(first.await()).isInstanceOf(Ending.Drawn.class);
      assertThat(second.await()).isInstanceOf(Ending.Drawn.class);
      assertThat(third.ending).as("takes no newcomers while another group waits").isNotDone();
      wheel.turnUntilAllEnded(third);
      assertThat(third.await()).isInstanceOf(Ending.Drawn.class);
    }
  }

  @Test
  void imagesFailWhereThereIsNoRoomForThemAlone() {
    Sketch first = new Sketch("first");
    Sketch second = new Sketch("second");
    try (Handwheel wheel = wheel()) {
      wheel.draw(first, roomy);
      wheel.turn();
      wheel.draw(second, cramped);
      cramped.refusals = Integer.MAX_VALUE;
      wheel.turnUntilAllEnded(second);
    }
    assertThat(first.ending).as("had room before").isCompleted();
    assertThat(second.await())
        .isEqualTo(new Ending.Failed("the device has no room for it: CUDA out of memory"));
  }

  private static Handwheel wheel() {
    return new Handwheel(new EngineSettings(1, false));
  }

  /** A network whose device may refuse memory a few times. */
  private static final class CrampedNetwork extends LinearNetwork {
    private int refusals;

    @Override
    public String name() {
      return "cramped";
    }

    @Override
    public Device device() {
      if (refusals > 0) {
        refusals--;
        throw new EngineException("CUDA out of memory");
      }
      return super.device();
    }
  }
}

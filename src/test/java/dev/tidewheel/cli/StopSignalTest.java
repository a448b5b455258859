package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class StopSignalTest {
  @Test
  void catchesTheFirstSignal() throws InterruptedException {
    StopSignal stop = StopSignal.install();
    assertThat(stop.isRaised()).isFalse();
    assertThat(stop.await(Duration.ofMillis(1))).isFalse();

    Signal.raise(new Signal("INT"));

    assertThat(stop.await(Duration.ofSeconds(10))).isTrue();
    assertThat(stop.isRaised()).isTrue();
  }
}

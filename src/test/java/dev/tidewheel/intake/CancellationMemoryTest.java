package dev.tidewheel.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class CancellationMemoryTest {
  private long now = 1_000_000;
  private final InstantSource clock = () -> Instant.ofEpochMilli(now);
  private final CancellationMemory memory =
      new CancellationMemory(Duration.ofMillis(100), 3, clock);

  @Test
  void remembersUntilTheWindowHasPassed() {
    memory.add(cancellation("a"), now);
    now += 100;
    assertThat(memory.find("a")).isPresent();
    now += 1;
    assertThat(memory.find("a")).isEmpty();
  }

  @Test
  void countsFromTheTimeOfSending() {
    memory.add(cancellation("a"), now - 90);
    now += 11;
    assertThat(memory.find("a")).isEmpty();
  }

  @Test
  void doesNotBelieveATimeInTheFuture() {
    memory.add(cancellation("a"), now + 1_000_000);
    now += 101;
    assertThat(memory.find("a")).isEmpty();
  }

  @Test
  void forgetsTheOldestWhereThereAreTooMany() {
    for (String id : new String[] {"a", "b", "a", "c", "d"}) {
      memory.add(cancellation(id), now);
    }
    assertThat(memory.find("b")).isEmpty();
    assertThat(memory.find("a")).isPresent();
    assertThat(memory.find("d")).isPresent();
  }

  private static Cancellation cancellation(String id) {
    return Cancellation.newBuilder().setRequestId(id).setAt(Instant.EPOCH).build();
  }
}

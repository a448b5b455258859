package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.broker.BrokerSettings;
import dev.tidewheel.broker.EmbeddedBroker;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.testing.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says of a broker that it cannot work with at all. */
@Timeout(120)
class UnfitBrokerIT {
  @TempDir private Path folder;

  @Test
  void namesTheBrokerThatDoesNotAnswer() {
    assertThat(reasons("localhost:1", "60s"))
        .singleElement()
        .asString()
        .contains("no broker answers at localhost:1")
        .contains("check the address");
  }

  @Test
  void refusesALockLongerThanTheBrokersMaximum() {
    var settings = new BrokerSettings(0, folder, Duration.ofSeconds(60));
    try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
      assertThat(reasons(broker.bootstrap(), "5m"))
          .anyMatch(
              reason ->
                  reason.contains("set group.share.max.record.lock.duration.ms to 300000")
                      && reason.contains("or ask for a shorter lock"));
    }
  }

  private List<String> reasons(String bootstrap, String lock) {
    TestKafka kafka = new TestKafka(ClientProperties.plain(bootstrap));
    Map<String, String> settings =
        new HashMap<>(Fleet.settings(kafka, TestKafka.newPlan(), folder));
    settings.put("kafka.lock", lock);
    WorkerConfig config = Fleet.config(settings);
    WorkerStartException refusal =
        catchThrowableOfType(WorkerStartException.class, () -> Worker.start(config));
    assertThat(refusal).isNotNull();
    return refusal.reasons();
  }
}

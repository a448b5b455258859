package dev.tidewheel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.testing.Log;
import dev.tidewheel.testing.TestKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerIT {
  @TempDir private Path folder;

  @Test
  void keepsItsDataAcrossARestart() {
    TopicPlan plan = TestKafka.newPlan();
    try (var broker = EmbeddedBroker.start(new BrokerSettings(0, folder))) {
      ClientProperties client = ClientProperties.plain(broker.bootstrap());
      assertThat(Topics.create(client, plan, TestKafka.PATIENCE).problems()).isEmpty();
      try (var log = new Log(client)) {
        log.send(plan.names().requests(), "k", "kept");
      }
    }
    try (var broker = EmbeddedBroker.start(new BrokerSettings(0, folder))) {
      ClientProperties client = ClientProperties.plain(broker.bootstrap());
      assertThat(Preflight.check(client, plan, TestKafka.PATIENCE)).isEmpty();
      try (var log = new Log(client)) {
        assertThat(log.read(plan.names().requests()))
            .singleElement()
            .satisfies(record -> assertThat(record.value()).asString().isEqualTo("kept"));
      }
    }
  }

  @Test
  void saysThatItsFolderIsInUse() {
    try (var broker = EmbeddedBroker.start(new BrokerSettings(0, folder))) {
      assertThat(broker.bootstrap()).startsWith("localhost:");
      assertThatThrownBy(() -> EmbeddedBroker.start(new BrokerSettings(0, folder)))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use by another broker");
    }
  }

  @Test
  void saysThatItsPortIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      assertThatThrownBy(
              () -> EmbeddedBroker.start(new BrokerSettings(taken.getLocalPort(), folder)))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("0 picks a free one");
    }
  }

  @Test
  void saysThatItsFolderCannotBeUsed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThatThrownBy(() -> EmbeddedBroker.start(new BrokerSettings(0, file)))
        .isInstanceOf(BrokerStartException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void shareGroupsThatAreSwitchedOffAreAFinding() {
    try (var broker = EmbeddedBroker.start(new BrokerSettings(0, folder))) {
      ClientProperties client = ClientProperties.plain(broker.bootstrap());
      switchShareGroupsOff(client);
      TopicPlan plan = TestKafka.newPlan();
      Topics.create(client, plan, TestKafka.PATIENCE);
      assertThat(Preflight.check(client, plan, TestKafka.PATIENCE))
          .singleElement()
          .satisfies(finding -> assertThat(finding.cure()).contains("--feature share.version=1"));
    }
  }

  private static void switchShareGroupsOff(ClientProperties client) {
    try (Admin admin = Admins.connect(client, TestKafka.PATIENCE)) {
      var off = new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
      Admins.await(
          admin.updateFeatures(Map.of("share.version", off), new UpdateFeaturesOptions()).all());
    }
  }
}

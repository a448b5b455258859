package dev.tidewheel.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {
  private final ClientProperties client =
      new ClientProperties(
          "broker:9092",
          Map.of(
              "security.protocol", "SASL_SSL",
              "sasl.jaas.config", "password=secret",
              "linger.ms", "50",
              "acks", "0"));

  @Test
  void passesThroughWhatTheUserSetsButKeepsWhatDeliveryReliesOn() {
    assertThat(client.with(Map.of("linger.ms", 2, "retries", 3), Map.of("acks", "all")))
        .containsOnly(
            Map.entry("bootstrap.servers", "broker:9092"),
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("sasl.jaas.config", "password=secret"),
            Map.entry("linger.ms", "50"),
            Map.entry("retries", 3),
            Map.entry("acks", "all"));
  }

  @Test
  void showsNoPasswords() {
    assertThat(client.toString()).contains("sasl.jaas.config").doesNotContain("secret");
  }
}

package dev.tidewheel.intake;

import dev.tidewheel.client.ClientProperties;

/**
 * What a feeder reads and how much of it.
 *
 * @param client how to reach the brokers
 * @param topic the topic of requests
 * @param group the share group of the fleet
 * @param name names the feeder in logs and at the broker: the client id
 * @param holds most records held at a time, 1 or more
 */
public record FeederSettings(
    ClientProperties client, String topic, String group, String name, int holds) {

  /** Checks the number of records. */
  public FeederSettings {
    if (holds < 1) {
      throw new IllegalArgumentException("holds is " + holds + "; a feeder holds 1 record or more");
    }
  }
}

package dev.tidewheel.broker;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How an embedded broker is set up.
 *
 * @param port port for clients on localhost; 0 picks a free one
 * @param data folder of the log, made where it is missing and kept on close
 * @param longestLock longest time for which a group may lock a record
 */
public record BrokerSettings(int port, Path data, Duration longestLock) {

  /**
   * Settings with locks of up to an hour.
   *
   * @param port port for clients on localhost; 0 picks a free one
   * @param data folder of the log
   */
  public BrokerSettings(int port, Path data) {
    this(port, data, Duration.ofHours(1));
  }
}

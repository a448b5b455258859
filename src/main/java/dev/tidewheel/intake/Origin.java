package dev.tidewheel.intake;

/**
 * Where a record came from.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset there
 * @param timestampMillis when it arrived in the log or was sent, as the topic has it, in
 *     milliseconds since 1970 UTC
 * @param attempt which delivery this is, from 1
 */
public record Origin(String topic, int partition, long offset, long timestampMillis, int attempt) {

  /** Names the record, such as {@code tidewheel.requests-0-42}. */
  public String id() {
    return topic + "-" + partition + "-" + offset;
  }
}

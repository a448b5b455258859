package dev.tidewheel.schema;

/**
 * What came of reading bytes from outside.
 *
 * @param <T> type of record that was expected
 */
public sealed interface Decoded<T> {

  /**
   * A record that was read whole.
   *
   * @param value the record
   * @param <T> its type
   */
  record Value<T>(T value) implements Decoded<T> {}

  /**
   * Bytes that are not such a record.
   *
   * @param reason what is wrong with them and where
   * @param <T> type of record that was expected
   */
  record Undecodable<T>(String reason) implements Decoded<T> {}
}

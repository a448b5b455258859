package dev.tidewheel.broker;

/** Something about a broker that is not as a worker needs it. */
public sealed interface Finding {

  /** What is wrong. */
  String what();

  /** What to set, and to which value. */
  String cure();

  /**
   * Without a change requests would be lost, or nothing would work.
   *
   * @param what what is wrong
   * @param cure what to do
   */
  record Error(String what, String cure) implements Finding {}

  /**
   * Works, but not as well or as safely as it could.
   *
   * @param what what is wrong
   * @param cure what to do
   */
  record Warning(String what, String cure) implements Finding {}
}

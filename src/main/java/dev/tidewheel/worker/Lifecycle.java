package dev.tidewheel.worker;

/** What a worker is doing. It goes through the states in this order, and through none twice. */
public enum Lifecycle {
  /** Loads models and looks at the broker. */
  STARTING,
  /** Takes requests. */
  RUNNING,
  /** Takes no more, finishes what it has. */
  DRAINING,
  /** Has handed everything back. */
  STOPPED
}

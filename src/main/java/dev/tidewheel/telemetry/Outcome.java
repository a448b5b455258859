package dev.tidewheel.telemetry;

import java.util.Locale;

/** How a picture ended. */
public enum Outcome {
  /** It was drawn and published. */
  COMPLETED,
  /** Drawing it failed. */
  FAILED,
  /** Nobody wanted it any more. */
  CANCELLED,
  /** Its deadline passed. */
  EXPIRED,
  /** It was never begun: the request is wrong. */
  REFUSED;

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}

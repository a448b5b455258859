package dev.tidewheel.admission;

import java.util.List;

/** What a request became. */
public sealed interface Verdict {
  /**
   * It can be drawn.
   *
   * @param order everything the engine needs
   */
  record Admitted(Order order) implements Verdict {}

  /**
   * It cannot.
   *
   * @param problems every reason
   */
  record Refused(List<Problem> problems) implements Verdict {}
}

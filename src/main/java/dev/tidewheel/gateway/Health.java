package dev.tidewheel.gateway;

import java.util.List;

/** How something is. */
public sealed interface Health {
  /** It does what it should. */
  record Up() implements Health {}

  /**
   * It does not.
   *
   * @param reasons why, for a person
   */
  record Down(List<String> reasons) implements Health {
    /** Takes a copy. */
    public Down {
      reasons = List.copyOf(reasons);
    }
  }

  /** Up if there are no reasons against it. */
  static Health of(List<String> reasonsAgainst) {
    return reasonsAgainst.isEmpty() ? new Up() : new Down(reasonsAgainst);
  }
}

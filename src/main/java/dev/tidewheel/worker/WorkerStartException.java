package dev.tidewheel.worker;

import java.util.List;

/** A worker that cannot start, with everything that stands in its way. */
public final class WorkerStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> reasons;

  WorkerStartException(List<String> reasons) {
    super(String.join("\n", reasons));
    this.reasons = List.copyOf(reasons);
  }

  /** Each reason, with what to do. */
  public List<String> reasons() {
    return reasons;
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.config.WorkerConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;

/** Waits until records are in the log. */
final class Sending {
  private Sending() {}

  /** Waits for the first of several: where there is no broker, one wait is enough to know. */
  static void awaitFirst(List<CompletableFuture<Void>> sent, WorkerConfig config)
      throws InterruptedException {
    if (sent.size() == 1) {
      awaitAll(sent, config);
    }
  }

  /**
   * Waits for all.
   *
   * @throws Failure of the environment where one cannot be sent
   */
  static void awaitAll(List<CompletableFuture<Void>> sent, WorkerConfig config)
      throws InterruptedException {
    awaitEach(sent, config, _ -> {});
  }

  /**
   * Waits for all, one after the other.
   *
   * @param arrived hears the number of each that is in the log, from 0
   * @throws Failure of the environment where one cannot be sent
   */
  static void awaitEach(
      List<CompletableFuture<Void>> sent, WorkerConfig config, IntConsumer arrived)
      throws InterruptedException {
    for (int i = 0; i < sent.size(); i++) {
      try {
        sent.get(i).get();
        arrived.accept(i);
      } catch (ExecutionException e) {
        throw Failure.ofEnvironment(
            "%s could be sent to %s (%s): if no broker answers, start one there; if a topic is missing, run tidewheel topics create"
                .formatted(
                    i == 0 ? "nothing" : "only the first " + i,
                    config.kafka().bootstrap(),
                    reason(e)),
            e);
      }
    }
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.bench.likeness.Judge;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures adaptive steps and fitted rows: how many evaluations they take, and how far the images
 * end from a fine reference with the same noise, against Euler's even steps and against the best
 * combination of a named solver and schedule.
 */
public final class AdaptiveBenchmark {
  private final AdaptiveBenchmarkSettings settings;
  private final ServedModel model;
  private final Optional<Judge> judge;
  private final Watcher watcher;

  /**
   * Makes a benchmark.
   *
   * @param settings what is measured
   * @param model the model, loaded from the settings' folder
   * @param judge who tells how like real pictures its pictures are; empty where nobody can
   * @param watcher hears how it goes
   */
  public AdaptiveBenchmark(
      AdaptiveBenchmarkSettings settings,
      ServedModel model,
      Optional<Judge> judge,
      Watcher watcher) {
    this.settings = settings;
    this.model = model;
    this.judge = judge;
    this.watcher = watcher;
  }

  /** Runs it. */
  public AdaptiveReport run() {
    List<AdaptiveReport.Part> parts = new ArrayList<>();
    for (double guidance : settings.guidance()) {
      parts.add(new AdaptivePasses(settings, model, judge, guidance, watcher).run());
    }
    return new AdaptiveReport(settings, Machine.here(), parts);
  }
}

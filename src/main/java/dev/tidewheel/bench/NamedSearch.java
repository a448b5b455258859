package dev.tidewheel.bench;

import dev.tidewheel.bench.NamedSolvers.Combination;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the named combination with the least error for each number of evaluations.
 *
 * <p>All are tried at a few numbers of evaluations, and those that come near the front there at all
 * the others.
 */
final class NamedSearch {
  /** Numbers of evaluations at which the best combination is wanted. */
  static final List<Integer> EVALUATIONS = List.of(3, 4, 5, 6, 8, 10, 13, 17, 22, 30);

  private static final List<Integer> SCREEN = List.of(5, 9, 17);
  private static final int KEPT = 3;

  private final Canvas canvas;
  private final double guidance;
  private final Parametrisation parametrisation;

  NamedSearch(Canvas canvas, double guidance) {
    this.canvas = canvas;
    this.guidance = guidance;
    this.parametrisation = canvas.model().offer().recipe().parametrisation();
  }

  private record Tried(Combination combination, Sampling sampling, EndErrors errors) {}

  /** The best way for each number of evaluations. */
  List<Sampling> best() {
    Set<Combination> kept = new HashSet<>();
    List<Combination> all = NamedSolvers.of(canvas.model());
    for (int evaluations : SCREEN) {
      tried(all, evaluations).stream().limit(KEPT).forEach(tried -> kept.add(tried.combination));
    }
    List<Sampling> best = new ArrayList<>();
    for (int evaluations : EVALUATIONS) {
      tried(List.copyOf(kept), evaluations).stream()
          .findFirst()
          .ifPresent(tried -> best.add(tried.sampling));
    }
    return best;
  }

  /** What combinations reach, the best first. */
  private List<Tried> tried(List<Combination> combinations, int evaluations) {
    List<Tried> tried = new ArrayList<>();
    for (Combination combination : combinations) {
      for (Sampling sampling : combination.within(evaluations, parametrisation, guidance)) {
        String what = "search, %s, %d evaluations".formatted(combination.name(), evaluations);
        EndErrors errors = canvas.errors(what, sampling);
        if (Double.isFinite(errors.mean())) {
          tried.add(new Tried(combination, sampling, errors));
        }
      }
    }
    tried.sort(Comparator.comparingDouble(each -> each.errors.mean()));
    return tried;
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.sampling.solver.Solvers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Finds fixed ways of the fewest evaluations whose 95th percentile of error over a whole load is
 * small enough. Every image takes the same solver, schedule and number of steps.
 */
final class MixedSearch {
  static final int LEAST = 2;
  static final int MOST = 100;

  private static final List<String> SOLVERS = List.of("ab2", "unipc", "bosh3");
  private static final List<String> SCHEDULES =
      List.of("linear", "shifted:1.5", "shifted:2", "shifted:3", "model");
  private static final int KEPT = 3;

  private final double wanted;

  /**
   * Makes a search.
   *
   * @param wanted the largest 95th percentile that is small enough
   */
  MixedSearch(double wanted) {
    this.wanted = wanted;
  }

  /** A solver along a schedule, by name. */
  record Combination(String solver, String schedule) {
    /** The way of at most so many evaluations; empty where one step costs more. */
    Optional<MixedWay> within(int evaluations) {
      int steps = 0;
      while (Solvers.named(solver).orElseThrow().evaluations(steps + 1) <= evaluations) {
        steps++;
      }
      return steps == 0
          ? Optional.empty()
          : Optional.of(new MixedWay.Fixed(solver, schedule, steps));
    }
  }

  /**
   * A way that is good enough.
   *
   * @param combination solver and schedule
   * @param evaluations evaluations of an image
   * @param errors what it reached
   */
  record Found(Combination combination, int evaluations, LoadErrors errors) {
    MixedWay way() {
      return combination.within(evaluations).orElseThrow();
    }
  }

  /** All combinations that are searched for the best. */
  static List<Combination> all() {
    return SOLVERS.stream()
        .flatMap(solver -> SCHEDULES.stream().map(schedule -> new Combination(solver, schedule)))
        .toList();
  }

  /**
   * The best of all combinations: those that err least with a number of evaluations are taken as
   * far down as they go.
   *
   * @param screen a few images
   * @param load more of them
   * @param guess evaluations at which all are compared
   */
  Optional<Found> best(LoadTrial screen, LoadTrial load, int guess) {
    Optional<Found> best = Optional.empty();
    for (Combination combination : front(screen, guess)) {
      // One that cannot do with fewer than the best is given up after a single try.
      int most = best.map(found -> found.evaluations - 1).orElse(MOST);
      Optional<Found> found =
          smallest(load, combination, LEAST, best.isEmpty() ? guess : most, most);
      best = found.isPresent() ? found : best;
    }
    return best;
  }

  private static List<Combination> front(LoadTrial screen, int evaluations) {
    Map<Combination, Double> errors = new HashMap<>();
    for (Combination combination : all()) {
      combination
          .within(evaluations)
          .flatMap(screen::errors)
          .map(reached -> reached.all().rms())
          .filter(Double::isFinite)
          .ifPresent(error -> errors.put(combination, error));
    }
    return errors.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(KEPT)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The fewest evaluations of a combination that are enough.
   *
   * @param guess where they may be
   */
  Optional<Found> smallest(LoadTrial load, Combination combination, int guess) {
    return smallest(load, combination, LEAST, guess, MOST);
  }

  /** The same way on another load, with more evaluations where that one needs more. */
  Optional<Found> raised(LoadTrial load, Found found) {
    return smallest(load, found.combination, found.evaluations, found.evaluations, MOST);
  }

  private Optional<Found> smallest(
      LoadTrial load, Combination combination, int least, int guess, int most) {
    // Several numbers of evaluations are the same way where a step costs more than one.
    Map<MixedWay, Optional<LoadErrors>> tried = new HashMap<>();
    IntFunction<Optional<LoadErrors>> reached =
        count -> combination.within(count).flatMap(way -> tried.computeIfAbsent(way, load::errors));
    return SmallestCount.find(
            least,
            Math.max(least, most),
            guess,
            wanted,
            count -> reached.apply(count).map(errors -> errors.all().p95()).orElse(Double.NaN))
        .stream()
        .boxed()
        .flatMap(
            count ->
                reached.apply(count).stream().map(errors -> new Found(combination, count, errors)))
        .findFirst();
  }
}

package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.bench.MixedSearch.Combination;
import dev.tidewheel.bench.MixedSearch.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MixedSearchTest {
  private static final double WANTED = 0.05;

  private final List<MixedWay> tried = new ArrayList<>();

  private static LoadErrors errors(double error) {
    return new LoadErrors(new EndErrors(1, error, error, error, error), 1, 1, List.of());
  }

  /** Everything errs as 1 by steps, unless it is named: then better by a factor. */
  private LoadTrial load(String solver, String schedule, double factor) {
    return way -> {
      tried.add(way);
      MixedWay.Fixed fixed = (MixedWay.Fixed) way;
      boolean named = fixed.solver().equals(solver) && fixed.schedule().equals(schedule);
      return Optional.of(errors(named ? 1 / (factor * fixed.count()) : 1.0 / fixed.count()));
    };
  }

  @Test
  void findsTheCombinationOfTheFewestEvaluations() {
    LoadTrial load = load("unipc", "shifted:2", 2);

    Found best = new MixedSearch(WANTED).best(load, load, 15).orElseThrow();

    assertThat(best.combination()).isEqualTo(new Combination("unipc", "shifted:2"));
    assertThat(best.evaluations()).isEqualTo(10);
    assertThat(best.way()).isEqualTo(new MixedWay.Fixed("unipc", "shifted:2", 10));
    assertThat(best.errors().all().p95()).isEqualTo(WANTED);
  }

  @Test
  void countsEvaluationsAndNotSteps() {
    // Half the steps of ab2, but three evaluations each.
    LoadTrial load = load("bosh3", "linear", 2);

    Found best = new MixedSearch(WANTED).best(load, load, 15).orElseThrow();

    assertThat(best.combination().solver()).isNotEqualTo("bosh3");
    assertThat(best.evaluations()).isEqualTo(20);
  }

  @Test
  void aWayOfSeveralEvaluationsAStepIsNotDrawnAgainForEachOfThem() {
    new MixedSearch(WANTED).smallest(load("", "", 1), new Combination("bosh3", "linear"), 50);

    assertThat(tried).doesNotHaveDuplicates();
  }

  @Test
  void aWayFoundElsewhereIsRaisedAndNeverLowered() {
    MixedSearch search = new MixedSearch(WANTED);
    Combination euler = new Combination("euler", "linear");
    Found found = search.smallest(load("", "", 1), euler, 50).orElseThrow();

    assertThat(found.evaluations()).isEqualTo(20);
    assertThat(search.raised(load("euler", "linear", 0.5), found).orElseThrow().evaluations())
        .isEqualTo(40);
    assertThat(search.raised(load("euler", "linear", 2), found).orElseThrow().evaluations())
        .isEqualTo(20);
  }

  @Test
  void whatAModelRefusesOrThatBlowsUpIsNoWay() {
    LoadTrial load =
        way ->
            switch (((MixedWay.Fixed) way).solver()) {
              case "ab2" -> Optional.of(errors(1.0 / ((MixedWay.Fixed) way).count()));
              case "unipc" -> Optional.of(errors(Double.NaN));
              default -> Optional.empty();
            };

    Found best = new MixedSearch(WANTED).best(load, load, 15).orElseThrow();

    assertThat(best.combination().solver()).isEqualTo("ab2");
  }

  @Test
  void whereNoNumberDoesThereIsNone() {
    LoadTrial load = _ -> Optional.of(errors(1));

    assertThat(new MixedSearch(WANTED).best(load, load, 15)).isEmpty();
    assertThat(new MixedSearch(WANTED).smallest(load, new Combination("euler", "linear"), 15))
        .isEmpty();
  }
}

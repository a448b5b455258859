package dev.tidewheel.bench;

import dev.tidewheel.bench.MixedReport.Measured;
import dev.tidewheel.bench.MixedSearch.Combination;
import dev.tidewheel.bench.MixedSearch.Found;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Measures what a tolerance is worth where images differ: a load of several models and guidance
 * scales in one queue, once with one tolerance for all, and once with the smallest number of steps
 * for all that keeps the same 95th percentile of error.
 *
 * <p>Errors are measured in doubles, throughput with the engine; ways alternate.
 */
public final class MixedBenchmark {
  private static final int WARM_UP_IMAGES = 24;

  /** Where the best fixed ways are looked for: so many times the evaluations of the tolerance. */
  private static final double GUESS = 1.5;

  /** Ways that every run draws, the first two; more are slow, and drawn in the first run only. */
  private static final int COMPARED = 2;

  private static final Combination EULER = new Combination("euler", "linear");

  private final MixedBenchmarkSettings settings;
  private final List<MixedKind> kinds;
  private final List<MixedKind> others;
  private final MixedLoad load;
  private final MixedPasses passes;
  private final Watcher watcher;

  /**
   * Makes a benchmark.
   *
   * @param settings what is measured
   * @param models the models, loaded from the settings' folders
   * @param watcher hears how it goes
   */
  public MixedBenchmark(
      MixedBenchmarkSettings settings, List<ServedModel> models, Watcher watcher) {
    this.settings = settings;
    this.kinds = MixedKind.of(models, settings.guidance(), settings.seed());
    this.others = MixedKind.of(models, settings.guidance(), settings.searchSeed());
    this.load = MixedLoad.of(kinds.size(), settings.images(), settings.seed());
    this.passes = new MixedPasses(kinds, settings.batch(), watcher);
    this.watcher = watcher;
  }

  private record Way(MixedWay way, LoadErrors errors) {
    static Way of(Found found) {
      return new Way(found.way(), found.errors());
    }
  }

  /**
   * Runs it.
   *
   * @throws BenchmarkException where an image is not drawn, or no number of steps keeps the error
   */
  public MixedReport run() throws InterruptedException {
    LoadCanvas canvas = new LoadCanvas(kinds, load, settings.reference(), watcher);
    MixedWay tolerant = new MixedWay.Tolerant(settings.tolerance());
    LoadErrors errors =
        canvas
            .errors(tolerant)
            .orElseThrow(() -> new BenchmarkException("one of the models takes no tolerance"));
    List<Way> ways = new ArrayList<>(List.of(new Way(tolerant, errors)));
    ways.addAll(fixed(canvas, errors.all()));
    if (ways.size() == 1) {
      throw new BenchmarkException(
          "no fixed number of up to %d steps keeps a 95th percentile of %.4f: take a larger tolerance"
              .formatted(MixedSearch.MOST, errors.all().p95()));
    }
    return measured(ways, canvas.referenceEvaluations());
  }

  /** The best combination and Euler where there is a number of steps for each, the fewest first. */
  private List<Way> fixed(LoadCanvas canvas, EndErrors tolerant) {
    MixedLoad few = MixedLoad.of(others.size(), settings.searched(), settings.searchSeed());
    LoadCanvas searched = new LoadCanvas(others, few, settings.reference(), watcher);
    MixedSearch search = new MixedSearch(tolerant.p95());
    int guess = (int) Math.ceil(GUESS * tolerant.evaluations());
    List<Way> ways = new ArrayList<>();
    search.best(searched, canvas, guess).map(Way::of).ifPresent(ways::add);
    search
        .smallest(searched, EULER, 2 * guess)
        .flatMap(found -> search.raised(canvas, found))
        .map(Way::of)
        .ifPresent(ways::add);
    ways.sort(Comparator.comparingDouble(way -> way.errors.all().evaluations()));
    return ways;
  }

  private MixedReport measured(List<Way> ways, MixedReport.Reference reference)
      throws InterruptedException {
    List<List<MixedPass>> drawn =
        ways.stream().<List<MixedPass>>map(_ -> new ArrayList<>()).toList();
    MixedLoad few =
        new MixedLoad(load.pictures().subList(0, Math.min(WARM_UP_IMAGES, load.images())));
    watcher.stage("warm-up", few.images());
    MixedPass _ = passes.draw(few, ways.getFirst().way);
    Optional<CpuClock> before = CpuClock.now();
    for (int run = 1; run <= settings.runs(); run++) {
      for (int i = 0; i < (run == 1 ? ways.size() : COMPARED); i++) {
        MixedWay way = ways.get(i).way;
        watcher.stage(
            "run %d of %d, %s".formatted(run, settings.runs(), way.title()), load.images());
        drawn.get(i).add(passes.draw(load, way));
      }
    }
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      measured.add(new Measured(ways.get(i).way, ways.get(i).errors, drawn.get(i)));
    }
    return MixedReport.of(
        settings,
        Machine.here(),
        CpuClock.coresOfOthersSince(before),
        MixedSearch.all().size(),
        reference,
        measured);
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.admission.Order;
import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.sampling.Sampling;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

/** Images of a load that are drawn again and again, and what they should be. */
final class LoadCanvas implements LoadTrial {
  private static final int BATCH = 32;

  private final List<MixedKind> kinds;
  private final MixedLoad load;
  private final List<List<Drawn>> reference;
  private final Watcher watcher;

  /**
   * Draws the references by the same rule as {@link Canvas}.
   *
   * @param evaluations most evaluations of a reference image
   */
  LoadCanvas(List<MixedKind> kinds, MixedLoad load, int evaluations, Watcher watcher) {
    this(kinds, load, new ArrayList<>(), watcher);
    MixedWay exact = Canvas.reference(evaluations);
    watcher.stage("reference", load.images());
    for (int kind = 0; kind < kinds.size(); kind++) {
      reference.add(draw(kind, orders(kind, exact).orElseThrow(() -> refused(exact))));
    }
  }

  private LoadCanvas(
      List<MixedKind> kinds, MixedLoad load, List<List<Drawn>> reference, Watcher watcher) {
    this.kinds = kinds;
    this.load = load;
    this.reference = reference;
    this.watcher = watcher;
  }

  private static BenchmarkException refused(MixedWay way) {
    return new BenchmarkException("one of the models does not draw '%s'".formatted(way.title()));
  }

  /** The same with the first images of each kind alone. */
  LoadCanvas first(int ofEach) {
    MixedLoad few = load.first(ofEach);
    List<List<Drawn>> cut = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      cut.add(reference.get(kind).subList(0, few.count(kind)));
    }
    return new LoadCanvas(kinds, few, cut, watcher);
  }

  /** Most evaluations of a reference image. */
  int referenceEvaluations() {
    return spread(reference.stream().flatMap(List::stream).toList()).getMax();
  }

  @Override
  public Optional<LoadErrors> errors(MixedWay way) {
    List<List<Order>> orders = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      orders(kind, way).ifPresent(orders::add);
    }
    if (orders.size() < kinds.size()) {
      return Optional.empty();
    }
    watcher.stage(way.title(), load.images());
    List<Drawn> all = new ArrayList<>();
    List<LoadErrors.OfKind> parts = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      if (!orders.get(kind).isEmpty()) {
        List<Drawn> drawn = draw(kind, orders.get(kind));
        all.addAll(drawn);
        parts.add(part(kind, way, drawn));
      }
    }
    IntSummaryStatistics spread = spread(all);
    EndErrors errors = EndErrors.of(all, reference.stream().flatMap(List::stream).toList());
    return Optional.of(new LoadErrors(errors, spread.getMin(), spread.getMax(), parts));
  }

  private Optional<List<Order>> orders(int kind, MixedWay way) {
    List<Order> orders = new ArrayList<>();
    for (int number = 0; number < load.count(kind); number++) {
      kinds.get(kind).order(number, way).ifPresent(orders::add);
    }
    return orders.size() < load.count(kind) ? Optional.empty() : Optional.of(orders);
  }

  private List<Drawn> draw(int kind, List<Order> orders) {
    if (orders.isEmpty()) {
      return List.of();
    }
    Order any = orders.getFirst();
    Sampling sampling = any.sampling();
    var model = kinds.get(kind).model();
    FloatSampler sampler = new FloatSampler(model, model.latents(any.width(), any.height()), BATCH);
    return sampler.draw(orders.stream().map(MixedKind::subject).toList(), sampling, watcher);
  }

  private LoadErrors.OfKind part(int kind, MixedWay way, List<Drawn> drawn) {
    MixedKind of = kinds.get(kind);
    IntSummaryStatistics spread = spread(drawn);
    return new LoadErrors.OfKind(
        of.model().name(),
        of.guidance(),
        way.solver(of.model().offer(), of.guidance()),
        drawn.size(),
        EndErrors.of(drawn, reference.get(kind)),
        spread.getMin(),
        spread.getMax());
  }

  private static IntSummaryStatistics spread(List<Drawn> drawn) {
    return drawn.stream().mapToInt(Drawn::evaluations).summaryStatistics();
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.admission.Order;
import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.bench.FloatSampler.Task;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Images of a load that are drawn again and again, and what they should be. */
final class LoadCanvas implements LoadTrial {
  private static final int BATCH = 32;

  private final List<MixedKind> kinds;
  private final MixedLoad load;
  private final List<List<Drawn>> reference;
  private final Watcher watcher;

  /**
   * Draws the references.
   *
   * @param evaluations most evaluations of a reference image on the straight path
   */
  LoadCanvas(List<MixedKind> kinds, MixedLoad load, int evaluations, Watcher watcher) {
    this.kinds = kinds;
    this.load = load;
    this.watcher = watcher;
    List<List<Order>> orders =
        orders(kind -> kind.reference(evaluations))
            .orElseThrow(() -> new BenchmarkException("a model does not draw the references"));
    this.reference = draw("reference", orders);
  }

  /** Evaluations of the reference images. */
  MixedReport.Reference referenceEvaluations() {
    IntSummaryStatistics spread = spread(together(reference));
    return new MixedReport.Reference(spread.getMin(), spread.getMax());
  }

  @Override
  public Optional<LoadErrors> errors(MixedWay way) {
    return orders(_ -> way).map(orders -> errors(way, draw(way.title(), orders)));
  }

  private LoadErrors errors(MixedWay way, List<List<Drawn>> drawn) {
    List<LoadErrors.OfKind> parts = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      if (!drawn.get(kind).isEmpty()) {
        parts.add(part(kind, way, drawn.get(kind)));
      }
    }
    IntSummaryStatistics spread = spread(together(drawn));
    return new LoadErrors(
        EndErrors.of(together(drawn), together(reference)),
        spread.getMin(),
        spread.getMax(),
        parts);
  }

  /** The orders of each kind; empty where a model refuses one. */
  private Optional<List<List<Order>>> orders(Function<MixedKind, MixedWay> ways) {
    List<List<Order>> orders = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      MixedWay way = ways.apply(kinds.get(kind));
      List<Order> ofKind = new ArrayList<>();
      for (int number = 0; number < load.count(kind); number++) {
        kinds.get(kind).order(number, way).ifPresent(ofKind::add);
      }
      if (ofKind.size() < load.count(kind)) {
        return Optional.empty();
      }
      orders.add(ofKind);
    }
    return Optional.of(orders);
  }

  /** The images of each kind. Those of a model are drawn together, whatever their guidance. */
  private List<List<Drawn>> draw(String what, List<List<Order>> orders) {
    watcher.stage(what, load.images());
    Map<ServedModel, List<Task>> tasks = new LinkedHashMap<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      List<Task> ofModel = tasks.computeIfAbsent(kinds.get(kind).model(), _ -> new ArrayList<>());
      orders.get(kind).forEach(order -> ofModel.add(MixedKind.task(order)));
    }
    Map<ServedModel, Iterator<Drawn>> drawn = new HashMap<>();
    tasks.forEach((model, ofModel) -> drawn.put(model, draw(model, ofModel).iterator()));
    List<List<Drawn>> byKind = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      Iterator<Drawn> next = Objects.requireNonNull(drawn.get(kinds.get(kind).model()));
      byKind.add(orders.get(kind).stream().map(_ -> next.next()).toList());
    }
    return byKind;
  }

  private List<Drawn> draw(ServedModel model, List<Task> tasks) {
    ImageShape shape = model.latents(model.offer().width(), model.offer().height());
    return new FloatSampler(model, shape, BATCH).draw(tasks, watcher);
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

  private static List<Drawn> together(List<List<Drawn>> byKind) {
    return byKind.stream().flatMap(List::stream).toList();
  }

  private static IntSummaryStatistics spread(List<Drawn> drawn) {
    return drawn.stream().mapToInt(Drawn::evaluations).summaryStatistics();
  }
}

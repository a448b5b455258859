package dev.tidewheel.bench;

import dev.tidewheel.admission.Admission;
import dev.tidewheel.admission.Ask;
import dev.tidewheel.admission.Guiding;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.bench.FloatSampler.Subject;
import dev.tidewheel.bench.FloatSampler.Task;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Images of one model and one guidance scale: its classes in turn, each with its own seed.
 *
 * @param model the model
 * @param guidance classifier-free guidance scale; 1 means none
 * @param seed seed of the first; the others follow it
 */
record MixedKind(ServedModel model, double guidance, long seed) {
  /** From a kind's first seed to the next kind's, which so begins with another class. */
  private static final long SEEDS = 1_000_003;

  /** A multiple of most numbers of classes, far above all of them. */
  private static final int CLASS_CYCLE = 1_000_000_000;

  private static final String REFERENCE_SOLVER = "bosh3";
  private static final int REFERENCE_STAGES = 3;
  private static final int FINER = 3;

  /** Each model with each scale; once, without, where it is not guided away from a class. */
  static List<MixedKind> of(List<ServedModel> models, List<Double> guidance, long seed) {
    List<MixedKind> kinds = new ArrayList<>();
    for (ServedModel model : models) {
      boolean guided = model.offer().guiding() instanceof Guiding.ClassifierFree;
      for (double scale : guided ? guidance : List.of(1.0)) {
        kinds.add(new MixedKind(model, scale, seed + SEEDS * kinds.size()));
      }
    }
    return kinds;
  }

  /**
   * How references are drawn. A network that was not trained on the straight path is followed more
   * finely: near the noise its velocity changes fast.
   *
   * @param evaluations most evaluations of an image on the straight path
   */
  MixedWay reference(int evaluations) {
    int steps = evaluations / REFERENCE_STAGES;
    return model.offer().recipe().parametrisation().path().equals(RectifiedPath.INSTANCE)
        ? new MixedWay.Fixed(REFERENCE_SOLVER, "shifted:1.5", steps)
        : new MixedWay.Fixed(REFERENCE_SOLVER, "shifted:3", FINER * steps);
  }

  /** An image's order by a way; empty where the model cannot be drawn so. */
  Optional<Order> order(int number, MixedWay way) {
    Ask ask =
        new Ask(
            Orders.classLabel(model.offer(), Math.floorMod(seed + number, CLASS_CYCLE)),
            seed + number,
            guidance,
            Optional.of(way.solver(model.offer(), guidance)),
            Optional.of(way.schedule()),
            way.steps());
    return switch (Admission.judge(ask, model.offer(), Orders.LIMITS)) {
      case Verdict.Admitted(Order order) -> Optional.of(order);
      case Verdict.Refused _ -> Optional.empty();
    };
  }

  /** The same order for the engine. */
  Drawing drawing(int number, MixedWay way, Drawing.Listener listener) {
    Order order =
        order(number, way)
            .orElseThrow(
                () ->
                    new BenchmarkException(
                        "model %s does not draw '%s'".formatted(model.name(), way.title())));
    return model
        .commission(order, Optional.empty())
        .drawing("mixed", 0, Optional.empty(), listener);
  }

  /** The same image for a sampler in doubles. */
  static Task task(Order order) {
    Subject subject =
        new Subject(order.seed(), order.told().number(), order.told().numberWithout());
    return new Task(subject, order.sampling());
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.admission.Admission;
import dev.tidewheel.admission.Ask;
import dev.tidewheel.admission.Limits;
import dev.tidewheel.admission.Offer;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Problem;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.serving.ServedModel;
import java.util.List;
import java.util.Optional;

/**
 * The images that benchmarks ask for: one after the other of the model's classes and seeds, Euler
 * steps on an even grid, no guidance, so that a step is one evaluation.
 */
final class Orders {
  static final Limits LIMITS =
      new Limits(Integer.MAX_VALUE, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
  private static final String SOLVER = "euler";
  private static final String SCHEDULE = "linear";
  private static final double NO_GUIDANCE = 1;

  private final ServedModel model;

  Orders(ServedModel model) {
    this.model = model;
  }

  /** The order of image {@code index} with {@code steps} steps, for the engine. */
  Drawing drawing(int index, int steps, Drawing.Listener listener) {
    Order order = order(index, steps);
    return model
        .commission(order, Optional.empty())
        .drawing("bench", 0, Optional.empty(), listener);
  }

  /** The order in full. */
  Order order(int index, int steps) {
    Ask ask =
        new Ask(
            classLabel(index),
            index,
            NO_GUIDANCE,
            Optional.of(SOLVER),
            Optional.of(SCHEDULE),
            new Steps.Fixed(steps));
    return switch (Admission.judge(ask, model.offer(), LIMITS)) {
      case Verdict.Admitted(Order order) -> order;
      case Verdict.Refused(List<Problem> problems) ->
          throw new BenchmarkException("the model does not draw what benchmarks ask: " + problems);
    };
  }

  /** The same order for the log. */
  GenerationRequest request(String id, int index, int steps) {
    return GenerationRequest.newBuilder()
        .setId(id)
        .setModel(model.name())
        .setClassLabel(classLabel(index).orElse(null))
        .setSeed(index)
        .setSolver(SOLVER)
        .setSchedule(SCHEDULE)
        .setGuidance(NO_GUIDANCE)
        .setSteps(new FixedSteps(steps))
        .build();
  }

  private Optional<Integer> classLabel(int index) {
    return classLabel(model.offer(), index);
  }

  /** The class of image {@code index}: one after the other. */
  static Optional<Integer> classLabel(Offer offer, int index) {
    return switch (offer.classes()) {
      case Offer.Classes.None() -> Optional.empty();
      case Offer.Classes.Table(int count, _) -> Optional.of(index % count);
      case Offer.Classes.Number(int least) -> Optional.of(least + index % 10);
    };
  }
}

package dev.tidewheel.bench.quality;

import dev.tidewheel.admission.Admission;
import dev.tidewheel.admission.Ask;
import dev.tidewheel.admission.Limits;
import dev.tidewheel.admission.Offer;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Problem;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.bench.BenchmarkException;
import dev.tidewheel.bench.Watcher;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Draws one model's pictures with the engine: the same seeds and the classes in turn for every
 * method, no guidance.
 */
final class Gallery {
  /** Beyond the seeds that any model was trained on. */
  private static final long FIRST_SEED = 50_000_000;

  private static final Limits LIMITS =
      new Limits(Integer.MAX_VALUE, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final ServedModel model;
  private final int classes;
  private final int batch;

  /**
   * A model's gallery.
   *
   * @param classes number of classes to draw
   * @param batch most images of an evaluation
   */
  Gallery(ServedModel model, int classes, int batch) {
    this.model = model;
    this.classes = classes;
    this.batch = batch;
  }

  /** The class of a picture. */
  int label(int index) {
    return index % classes;
  }

  /** What admission says of a picture. */
  Verdict judge(int index, Method method) {
    Ask ask =
        new Ask(
            model.offer().classes() instanceof Offer.Classes.None
                ? Optional.empty()
                : Optional.of(label(index)),
            FIRST_SEED + index,
            /* guidance= */ 1,
            asked(method.solver()),
            asked(method.schedule()),
            method.steps());
    return Admission.judge(ask, model.offer(), LIMITS);
  }

  private static Optional<String> asked(String name) {
    return name.equals(Method.OWN) ? Optional.empty() : Optional.of(name);
  }

  /** A picture's order. */
  Order order(int index, Method method) {
    return switch (judge(index, method)) {
      case Verdict.Admitted(Order order) -> order;
      case Verdict.Refused(List<Problem> problems) ->
          throw new BenchmarkException(
              "model %s does not draw '%s': %s".formatted(model.name(), method.title(), problems));
    };
  }

  /** Draws the first pictures. */
  List<Ending.Drawn> draw(int count, Method method, Watcher watcher) {
    List<CompletableFuture<Ending>> endings = new ArrayList<>();
    try (Engine engine = new Engine(new EngineSettings(batch, false), _ -> {})) {
      for (int i = 0; i < count; i++) {
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        endings.add(ending);
        engine.draw(
            model
                .commission(order(i, method), Optional.empty())
                .drawing("quality", 0, Optional.empty(), hearing(ending, watcher)));
      }
      return endings.stream().map(CompletableFuture::join).map(Gallery::drawn).toList();
    }
  }

  private static Drawing.Listener hearing(CompletableFuture<Ending> ending, Watcher watcher) {
    return new Drawing.Listener() {
      @Override
      public void started() {}

      @Override
      public void ended(Ending how) {
        ending.complete(how);
        watcher.advanced();
      }
    };
  }

  private static Ending.Drawn drawn(Ending ending) {
    if (ending instanceof Ending.Drawn drawn) {
      return drawn;
    }
    throw new BenchmarkException("a picture ended as " + ending);
  }
}

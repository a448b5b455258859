package dev.tidewheel.bench;

import dev.tidewheel.admission.Order;
import dev.tidewheel.bench.AdaptiveReport.Score;
import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.bench.FloatSampler.Subject;
import dev.tidewheel.bench.likeness.Judge;
import dev.tidewheel.bench.likeness.Likeness;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Images that are drawn again and again, each from its own noise, and what they should be.
 *
 * <p>The reference is of third order, far more exact than what is measured against it.
 */
final class Canvas {
  private static final int BATCH = 32;
  private static final String REFERENCE_SOLVER = "bosh3";
  private static final double REFERENCE_SHIFT = 1.5;

  private final ServedModel model;
  private final Optional<Judge> judge;
  private final ImageShape shape;
  private final FloatSampler sampler;
  private final Watcher watcher;
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Drawn> reference;

  /**
   * Draws the reference.
   *
   * @param judge who looks at the pictures
   * @param seed seed of the first image
   * @param evaluations most evaluations of a reference image
   */
  Canvas(
      ServedModel model,
      Optional<Judge> judge,
      int images,
      long seed,
      double guidance,
      int evaluations,
      Watcher watcher) {
    this.model = model;
    this.judge = judge;
    this.watcher = watcher;
    Orders orders = new Orders(model);
    for (int i = 0; i < images; i++) {
      Order order = orders.order(Math.toIntExact(seed + i), 1);
      subjects.add(new Subject(order.seed(), order.told().number(), order.told().numberWithout()));
    }
    Order any = orders.order(0, 1);
    this.shape = model.latents(any.width(), any.height());
    this.sampler = new FloatSampler(model, shape, BATCH);
    Solver solver = Solvers.named(REFERENCE_SOLVER).orElseThrow();
    int steps = evaluations / 3;
    this.reference =
        draw(
            "reference, guidance " + guidance,
            new Sampling(
                model.offer().recipe().parametrisation(),
                solver,
                new ShiftedSchedule(REFERENCE_SHIFT),
                new Steps.Fixed(steps),
                guidance));
  }

  /** What the reference images are worth. */
  Score reference() {
    return score(reference);
  }

  /** Draws all images the same way. */
  List<Drawn> draw(String what, Sampling sampling) {
    watcher.stage(what, subjects.size());
    return sampler.draw(subjects, sampling, watcher);
  }

  EndErrors errors(String what, Sampling sampling) {
    return errors(draw(what, sampling));
  }

  EndErrors errors(List<Drawn> drawn) {
    return EndErrors.of(drawn, reference);
  }

  Score score(String what, Sampling sampling) {
    return score(draw(what, sampling));
  }

  Score score(List<Drawn> drawn) {
    return new Score(errors(drawn), judge.map(known -> likeness(known, drawn)));
  }

  private Likeness likeness(Judge known, List<Drawn> drawn) {
    List<byte[]> pictures = drawn.stream().map(one -> Judge.pixels(one.data(), shape)).toList();
    return known.judge(pictures, i -> (int) subjects.get(i).label());
  }

  /** Each image's root mean square error, in the order of the images. */
  double[] each(List<Drawn> drawn) {
    return EndErrors.each(drawn, reference);
  }

  ServedModel model() {
    return model;
  }
}

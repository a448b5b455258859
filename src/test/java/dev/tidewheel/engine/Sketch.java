package dev.tidewheel.engine;

import dev.tidewheel.sampling.Guidance;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A drawing in the making, and how it ended. */
final class Sketch implements Drawing.Listener {
  static final ImageShape SHAPE = new ImageShape(2, 3, 4);

  static final Parametrisation TRAINED = Parametrisation.flowMatching(1);

  final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final String id;
  private Sampling sampling = sampling("euler", new Steps.Fixed(4), 1);
  private Drawing.Labels labels = new Drawing.Labels(0.5, 0.1);
  private Optional<Drawing.Prompts> prompts = Optional.empty();
  private Optional<Drawing.Source> source = Optional.empty();
  private Optional<Long> deadline = Optional.empty();
  private long seed = 1;
  private ImageShape shape = SHAPE;

  Sketch(String id) {
    this.id = id;
  }

  static Sampling sampling(String solver, Steps steps, double guidance) {
    return sampling(solver, steps, Guidance.of(guidance));
  }

  static Sampling sampling(String solver, Steps steps, Guidance guidance) {
    return new Sampling(
        TRAINED,
        Solvers.named(solver).orElseThrow(),
        new ShiftedSchedule(1),
        steps,
        guidance,
        Optional.empty());
  }

  Sketch with(Sampling value) {
    sampling = value;
    return this;
  }

  Sketch label(double value) {
    labels = new Drawing.Labels(value, 0.1);
    return this;
  }

  Sketch prompts(Prompt positive, Prompt negative) {
    prompts = Optional.of(new Drawing.Prompts(positive, Optional.of(negative)));
    return this;
  }

  Sketch source(Drawing.Source value) {
    source = Optional.of(value);
    return this;
  }

  Sketch shape(ImageShape value) {
    shape = value;
    return this;
  }

  Sketch seed(long value) {
    seed = value;
    return this;
  }

  Sketch deadline(long nanoTime) {
    deadline = Optional.of(nanoTime);
    return this;
  }

  Drawing on(Network network) {
    return new Drawing(
        id, 0, network, shape, seed, labels, prompts, source, sampling, deadline, this);
  }

  Ending await() {
    return ending.orTimeout(20, TimeUnit.SECONDS).join();
  }

  Ending.Drawn drawn() {
    return (Ending.Drawn) await();
  }

  @Override
  public void started() {}

  @Override
  public void ended(Ending how) {
    if (!ending.complete(how)) {
      throw new IllegalStateException(id + " ended twice");
    }
  }
}

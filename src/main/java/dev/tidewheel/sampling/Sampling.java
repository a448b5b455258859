package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.RectifiedPath;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one image is drawn.
 *
 * @param model how the network was trained
 * @param solver the rule that takes the steps
 * @param schedule the grid of fixed steps; adaptive steps lay their own
 * @param steps how many
 * @param guidance how it is guided
 * @param partWay where it begins if it begins with a picture; empty where it begins with noise
 */
public record Sampling(
    Parametrisation model,
    Solver solver,
    Schedule schedule,
    Steps steps,
    Guidance guidance,
    Optional<PartWay> partWay) {
  /** A way that begins with noise and is guided all along. */
  public Sampling(
      Parametrisation model, Solver solver, Schedule schedule, Steps steps, double scale) {
    this(model, solver, schedule, steps, Guidance.of(scale), Optional.empty());
  }

  /**
   * The image's way, from register 0 holding unit noise, or the mixture of {@link #startLevel}
   * where it begins with a picture.
   *
   * @throws IllegalArgumentException saying why there is none: steps are adaptive and the solver
   *     only walks grids, the schedule lays no such grid, or the solver cannot begin part-way
   */
  public Stage start() {
    return switch (steps) {
      case Steps.Fixed(int count) -> {
        Grid grid = laid().lay(count, model);
        Flow flow = new Flow(model, grid.path(), guidance, OptionalDouble.empty());
        yield partWay
            .map(part -> solver.along(flow, grid, part.skipped(count, schedule)))
            .orElseGet(() -> solver.along(flow, grid));
      }
      case Steps.Adaptive adaptive -> self().adaptive(adaptiveFlow(), adaptive);
    };
  }

  /**
   * What register 0 holds at the start where the way begins with a picture: {@link Level#data}
   * times the picture's latents plus {@link Level#noise} times unit noise. Empty where it begins
   * with noise alone, which register 0 then holds as it was drawn.
   */
  public Optional<Level> startLevel() {
    return partWay.map(
        part ->
            switch (steps) {
              case Steps.Fixed(int count) ->
                  solver.first(laid().lay(count, model), part.skipped(count, schedule)).level();
              case Steps.Adaptive _ -> adaptiveFlow().first().level();
            });
  }

  private Schedule laid() {
    return partWay.map(part -> part.schedule(schedule)).orElse(schedule);
  }

  private AdaptiveSolver self() {
    if (solver instanceof AdaptiveSolver self) {
      return self;
    }
    throw new IllegalArgumentException("solver " + solver.name() + " takes fixed steps");
  }

  private Flow adaptiveFlow() {
    return new Flow(
        model,
        RectifiedPath.INSTANCE,
        guidance,
        partWay
            .map(part -> OptionalDouble.of(part.share(schedule, model)))
            .orElseGet(OptionalDouble::empty));
  }

  /** Whether evaluations may need the unconditional output too. */
  public boolean guided() {
    return guidance.guides();
  }
}

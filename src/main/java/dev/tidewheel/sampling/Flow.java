package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;
import dev.tidewheel.sampling.path.ProbabilityPath;
import java.util.OptionalDouble;

/**
 * The flow that one image follows: a path, and a network that says where it leads.
 *
 * <p>The path need not be the network's own. A state is then shown to it at the time of its own
 * path with the same ratio of noise to data, rescaled to the weights there; data and noise mean the
 * same on all paths, so nothing else changes.
 *
 * @param model how the network was trained
 * @param path the path to follow
 * @param guidance how it is guided
 * @param begins share of the noise in the state with which an adaptive way begins; empty where it
 *     begins with noise alone
 */
public record Flow(
    Parametrisation model, ProbabilityPath path, Guidance guidance, OptionalDouble begins) {
  /** Stands for a division by zero. */
  private static final double WITHOUT_DATA = 1e12;

  /** A flow that begins with noise alone and is guided all the way. */
  public Flow(Parametrisation model, ProbabilityPath path, double scale) {
    this(model, path, Guidance.of(scale), OptionalDouble.empty());
  }

  /** The usual flow of a network along a path. */
  public static Flow along(ProbabilityPath path, Parametrisation model) {
    return new Flow(model, path, 1);
  }

  /** Share of the noise at which a network's own path starts; 1 for pure noise. */
  public static double mostNoise(Parametrisation model) {
    return model.path().at(model.path().start()).level().share();
  }

  /**
   * Where adaptive ways begin: with a given share of the noise, at the start of the path, or at the
   * most noise the network knows.
   */
  public Stop first() {
    if (begins.isPresent()) {
      return stopAt(path.timeOf(Level.ofShare(begins.getAsDouble())));
    }
    return path.equals(model.path())
        ? stopAt(path.start())
        : stopAt(path.timeOf(model.path().at(model.path().start()).level()));
  }

  /** The state at a stop that a way begins at, from what register 0 holds at the start. */
  public Row start(Stop first) {
    Row held = Row.register(Solver.STATE);
    return begins.isPresent() ? held : held.times(startScale(first));
  }

  /** The network's own start is unit noise scaled to its own path; then to the path followed. */
  public double startScale(Stop first) {
    if (path.equals(model.path())) {
      return path.startScale();
    }
    Level own = own(first.place()).level();
    return model.path().startScale() * scale(first.level(), own);
  }

  /** Whether the unconditional output is needed anywhere. */
  public boolean guided() {
    return guidance.guides();
  }

  /** A stop at a time of the path, where the network is told what its own clock says. */
  public Stop stopAt(double time) {
    Place place = path.at(time);
    return new Stop(place, model.networkTime(place.level()));
  }

  /** What the network is shown of a state, and what its output will say. */
  public Sight look(Stop stop, Row state) {
    Place own = own(stop.place());
    Estimate estimate = read(stop.place(), state, output(stop));
    return new Sight(
        stop,
        state,
        shown(own, stop.place(), state).times(model.prediction().inputScale(own)),
        estimate,
        guidance(stop),
        model.bounds().map(bounds -> new Evaluation.Shaped(boundable(own, estimate), bounds)));
  }

  /** The data; all of it beyond every bound where it would be divided by zero. */
  private Row boundable(Place own, Estimate estimate) {
    boolean seen = own.level().data() > 0 || model.prediction().seesDataInNoise();
    return seen ? estimate.data() : estimate.data().times(WITHOUT_DATA);
  }

  /** What a combination of outputs says of a state at a place of the path followed. */
  public Estimate read(Place place, Row state, Row output) {
    Place own = own(place);
    return model.prediction().read(own, shown(own, place, state), output);
  }

  private static Row shown(Place own, Place place, Row state) {
    return state.times(scale(own.level(), place.level()));
  }

  private Place own(Place place) {
    return path.equals(model.path()) ? place : model.path().at(model.path().timeOf(place.level()));
  }

  /** From the weights of a place to those of another with the same ratio. */
  private static double scale(Level to, Level from) {
    return (to.data() + to.noise()) / (from.data() + from.noise());
  }

  /** The output at a stop, guided as it is there. */
  public Row output(Stop stop) {
    return guidance(stop).output();
  }

  private Guidance guidance(Stop stop) {
    return guidance.at(stop.level().share());
  }
}

package dev.tidewheel.engine;

import dev.tidewheel.sampling.Sampling;
import java.util.Optional;

/**
 * An order for one image.
 *
 * @param requestId the request that it belongs to
 * @param index which of the request's images
 * @param network the network that draws it
 * @param shape shape of its state
 * @param seed seed of its noise
 * @param labels class labels of the conditional and unconditional evaluation
 * @param sampling how it is drawn
 * @param deadline when it stops being of use, on {@link System#nanoTime}'s clock
 * @param listener who hears of it
 */
public record Drawing(
    String requestId,
    int index,
    Network network,
    LatentShape shape,
    long seed,
    Labels labels,
    Sampling sampling,
    Optional<Long> deadline,
    Listener listener) {

  /**
   * What the network is told to draw.
   *
   * @param conditional label of the image
   * @param unconditional label that means no class
   */
  public record Labels(double conditional, double unconditional) {
    /** For networks that have no classes. */
    public static final Labels NONE = new Labels(0, 0);
  }

  /** Hears of one image. Called on the engine's thread; must be quick. */
  public interface Listener {
    /** Its first tick begins. */
    void started();

    /** It ended; called once. */
    void ended(Ending ending);
  }

  Drawing heardBy(Listener other) {
    return new Drawing(requestId, index, network, shape, seed, labels, sampling, deadline, other);
  }

  boolean expired(long now) {
    return deadline.isPresent() && deadline.get() - now <= 0;
  }
}

package dev.tidewheel.engine;

import dev.tidewheel.sampling.Sampling;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An order for one image.
 *
 * @param requestId the request that it belongs to
 * @param index which of the request's images
 * @param network the network that draws it
 * @param shape shape of its state
 * @param seed seed of its noise
 * @param labels what the network is told beside the time
 * @param prompts what it reads; empty for networks without a reader
 * @param source the picture that it begins with; empty where it begins with noise
 * @param sampling how it is drawn
 * @param deadline when it stops being of use, on {@link System#nanoTime}'s clock
 * @param listener who hears of it
 */
public record Drawing(
    String requestId,
    int index,
    Network network,
    ImageShape shape,
    long seed,
    Labels labels,
    Optional<Prompts> prompts,
    Optional<Source> source,
    Sampling sampling,
    Optional<Long> deadline,
    Listener listener) {

  /**
   * What the network is told beside the time: a class, or a guidance scale.
   *
   * @param conditional number of the image
   * @param unconditional number that a guided image is compared with
   */
  public record Labels(double conditional, double unconditional) {
    /** For networks that are told nothing. */
    public static final Labels NONE = new Labels(0, 0);
  }

  /**
   * What the network reads.
   *
   * @param positive what the image shows
   * @param negative what a guided image is compared with; of as many elements
   */
  public record Prompts(Prompt positive, Optional<Prompt> negative) {
    int elements() {
      return positive.elements();
    }

    Stream<Prompt> all() {
      return Stream.concat(Stream.of(positive), negative.stream());
    }
  }

  /**
   * A picture to begin with.
   *
   * @param shape its shape, for which the network's encoder makes latents of the drawing's
   * @param pixels height x width x channels, 0 to 255
   */
  public record Source(ImageShape shape, byte[] pixels) {}

  /** Hears of one image. Called on the engine's thread; must be quick. */
  public interface Listener {
    /** Its first tick begins. */
    void started();

    /** It ended; called once. */
    void ended(Ending ending);
  }

  /** The same by another network, such as this one with somebody who looks on. */
  public Drawing by(Network other) {
    return new Drawing(
        requestId, index, other, shape, seed, labels, prompts, source, sampling, deadline,
        listener);
  }

  Drawing heardBy(Listener other) {
    return new Drawing(
        requestId, index, network, shape, seed, labels, prompts, source, sampling, deadline, other);
  }

  /** Numbers that its prompts become; 0 where it has none. */
  int textElements() {
    return prompts.map(Prompts::elements).orElse(0);
  }

  boolean expired(long now) {
    return deadline.isPresent() && deadline.get() - now <= 0;
  }
}

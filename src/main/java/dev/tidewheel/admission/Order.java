package dev.tidewheel.admission;

import dev.tidewheel.sampling.PartWay;
import dev.tidewheel.sampling.Sampling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request in full: nothing is left open.
 *
 * @param count number of pictures
 * @param seed seed of the first; picture i has seed + i
 * @param width in pixels
 * @param height in pixels
 * @param told numbers that the network is told beside the time
 * @param wording what it reads; empty for models that read no text
 * @param sampling how each picture is drawn; its guidance is the classifier-free scale that is
 *     applied
 * @param scales the guidance as results state it
 * @param notes what whoever receives the pictures should know, each with its field: what was asked
 *     without effect
 */
public record Order(
    int count,
    long seed,
    int width,
    int height,
    Told told,
    Optional<Wording> wording,
    Sampling sampling,
    Scales scales,
    List<String> notes) {
  /** Keeps its own copy of the notes. */
  public Order {
    notes = List.copyOf(notes);
  }

  /** How much of the given picture is drawn anew; empty where the pictures begin with noise. */
  public Optional<Double> strength() {
    return sampling.partWay().map(PartWay::strength);
  }

  /**
   * Numbers that the network is told beside the time: class labels, or the guidance that was
   * distilled into it; 0 where it is told none.
   *
   * @param number in the conditional evaluation
   * @param numberWithout in the unconditional one
   */
  public record Told(double number, double numberWithout) {}

  /**
   * What the text encoders read.
   *
   * @param positive in the conditional evaluation
   * @param negative in the unconditional one; empty where there is none
   * @param clipSkip last layers of the CLIP encoders that are left out, for {@code positive} only
   * @param maxSequenceLength tokens that the T5 encoder reads; empty where the length is fixed
   */
  public record Wording(
      Prompts positive, Optional<Prompts> negative, int clipSkip, OptionalInt maxSequenceLength) {}

  /**
   * A text for each text encoder that can have its own; where fewer were given or are read, the
   * others repeat the first.
   *
   * @param first of the first encoder
   * @param second of the second
   * @param third of the third
   */
  public record Prompts(String first, String second, String third) {
    /** The same text for all. */
    public static Prompts same(String text) {
      return new Prompts(text, text, text);
    }
  }

  /**
   * The guidance as results state it.
   *
   * @param guidance the model's usual scale, classifier-free or told; 1 means none
   * @param trueGuidance classifier-free scale of a model that is told its guidance; 1 means none
   */
  public record Scales(double guidance, double trueGuidance) {}
}

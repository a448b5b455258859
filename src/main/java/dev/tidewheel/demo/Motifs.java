package dev.tidewheel.demo;

import dev.tidewheel.avro.GenerationRequest;
import java.util.List;

/**
 * What the demo's pictures show.
 *
 * @param names classes in their order, or prompts
 * @param written whether they are prompts
 */
public record Motifs(List<String> names, boolean written) {
  /** Copies the names; there is at least one. */
  public Motifs {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("the demo shows something");
    }
  }

  /** Asks for one of them. */
  GenerationRequest.Builder ask(GenerationRequest.Builder request, int motif) {
    return written ? request.setPrompt(names.get(motif)) : request.setClassLabel(motif);
  }
}

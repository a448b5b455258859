package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.token.Tokens;
import java.util.List;

/** Says what an encoder did not read. */
final class Cuts {
  private Cuts() {}

  /** A sentence where a text was cut, none where it was not. */
  static List<String> of(String field, Tokens tokens) {
    return tokens
        .cut()
        .map(
            rest ->
                "%s: its text encoder reads %d tokens; not read: '%s'"
                    .formatted(field, tokens.numbers().size(), rest))
        .stream()
        .toList();
  }
}

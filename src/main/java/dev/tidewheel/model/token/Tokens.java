package dev.tidewheel.model.token;

import java.util.List;
import java.util.Optional;

/**
 * A text as an encoder takes it.
 *
 * @param numbers numbers of the tokens in the vocabulary, padding included
 * @param cut what did not fit and was left out, as the tokens spell it
 */
public record Tokens(List<Long> numbers, Optional<String> cut) {
  /** Copies the list. */
  public Tokens {
    numbers = List.copyOf(numbers);
  }
}

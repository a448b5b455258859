package dev.tidewheel.admission;

import java.util.ArrayList;
import java.util.List;

/** What is found of a request: what is wrong with it, and what is worth knowing. For one use. */
final class Findings {
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Something is wrong: the message ends with the way out. */
  void refuse(String field, String message, Object... values) {
    problems.add(new Problem(field, message.formatted(values)));
  }

  /** Something is right, but may not be what the sender expects. */
  void note(String field, String message, Object... values) {
    notes.add(field + ": " + message.formatted(values));
  }

  /** How many problems there are. */
  int count() {
    return problems.size();
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}

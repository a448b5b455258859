package dev.tidewheel.admission;

/**
 * One thing that is wrong with a request.
 *
 * @param field the field, as the schema names it
 * @param message what is wrong and what to do
 */
public record Problem(String field, String message) {
  @Override
  public String toString() {
    return field + ": " + message;
  }
}

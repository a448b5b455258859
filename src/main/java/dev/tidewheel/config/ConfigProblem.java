package dev.tidewheel.config;

/**
 * One thing that is wrong with the settings.
 *
 * @param path dotted path of the key, or the variable where it is that of no key; empty where a
 *     whole file is meant
 * @param message what is wrong and the way out
 * @param origin where the value came from: a file and line, a variable, the command line
 */
public record ConfigProblem(String path, String message, String origin) {
  /** The problem as one line for a person. */
  @Override
  public String toString() {
    return (path.isEmpty() ? "" : path + ' ') + message + " (" + origin + ')';
  }
}

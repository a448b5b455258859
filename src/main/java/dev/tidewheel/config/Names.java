package dev.tidewheel.config;

/** What names may look like, as regular expressions for {@link Matches}. */
final class Names {
  static final String MODEL = "[A-Za-z0-9][A-Za-z0-9._-]*";
  static final String WORKER = "[A-Za-z0-9._-]{1,100}";
  static final String HOST = "[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.%]*:[0-9A-Fa-f:.%]+]?";
  static final String BOOTSTRAP = "\\s*[^\\s,]+:\\d{1,5}\\s*(,\\s*[^\\s,]+:\\d{1,5}\\s*)*";
  static final String GROUP = "[!-~]{1,249}";
  static final String TOPIC = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}";
  static final String TOPIC_MEANS = "a topic name: 1 to 249 letters, digits, '.', '_' and '-'";
  static final String DEVICE = "cpu|cuda(:\\d{1,3})?";
  static final String PRECISION = "auto|float32|float16|bfloat16";

  private Names() {}
}

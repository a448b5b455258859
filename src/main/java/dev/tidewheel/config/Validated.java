package dev.tidewheel.config;

import java.util.List;
import java.util.Map;

/** A record that checks what no single component can. */
interface Validated {
  /** What is wrong, by the keys that lead to it from here. */
  Map<List<String>, String> problems();
}

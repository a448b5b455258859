package dev.tidewheel.cli;

import dev.tidewheel.broker.Finding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a broker, for people and for scripts. */
final class Findings {
  /** How long a command waits for a cluster. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private Findings() {}

  static boolean hasErrors(List<Finding> findings) {
    return findings.stream().anyMatch(Finding.Error.class::isInstance);
  }

  /** Ends a command because of its surroundings. */
  static Failure failure(String message, List<Finding> findings) {
    StringBuilder lines = new StringBuilder(message);
    findings.forEach(finding -> lines.append("\n  ").append(line(finding)));
    return Failure.ofEnvironment(lines.toString(), null);
  }

  static String line(Finding finding) {
    return "%s: %s; %s".formatted(severity(finding), finding.what(), finding.cure());
  }

  static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("severity", severity(finding));
    json.put("what", finding.what());
    json.put("cure", finding.cure());
    return json;
  }

  private static String severity(Finding finding) {
    return switch (finding) {
      case Finding.Error _ -> "error";
      case Finding.Warning _ -> "warning";
    };
  }
}

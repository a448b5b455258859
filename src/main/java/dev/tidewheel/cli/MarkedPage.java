package dev.tidewheel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown page with parts that a command writes: each stands between {@code <!-- generated: NAME
 * -->} and {@code <!-- end -->}.
 */
final class MarkedPage {
  private static final Pattern PART =
      Pattern.compile("(?s)(<!-- generated: (\\w+) -->\n).*?(<!-- end -->)");

  private MarkedPage() {}

  /** Writes parts into a page; what has no marks there is left out. */
  static void renew(Path page, Map<String, String> parts) throws IOException {
    Files.writeString(page, renewed(Files.readString(page), parts));
  }

  static String renewed(String text, Map<String, String> parts) {
    return PART.matcher(text)
        .replaceAll(
            match -> {
              String part = parts.get(match.group(2));
              return Matcher.quoteReplacement(
                  part == null ? match.group() : match.group(1) + part + match.group(3));
            });
  }
}

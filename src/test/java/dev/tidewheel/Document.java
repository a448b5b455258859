package dev.tidewheel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of documentation, as the tests that hold it to the code see it.
 *
 * @param path the page, from the root of the repository
 * @param text all of it
 */
public record Document(Path path, String text) {
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\n(.*?)^```");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");

  /** The README and everything in {@code docs}. */
  public static List<Document> all() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path root : List.of(Path.of("README.md"), Path.of("docs"))) {
      if (Files.exists(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
      }
    }
    List<Document> documents = new ArrayList<>();
    for (Path page : pages) {
      documents.add(new Document(page, Files.readString(page)));
    }
    return documents;
  }

  /** What stands between single backticks. */
  public List<String> codeWords() {
    return groups(CODE, BLOCK.matcher(text).replaceAll(""));
  }

  /** Lines of the fenced blocks, with continued lines joined. */
  public List<String> blockLines() {
    return groups(BLOCK, text).stream()
        .flatMap(block -> block.replaceAll("\\\\\n\\s*", "").lines())
        .map(String::strip)
        .toList();
  }

  /** Targets of links that lead to files of this repository. */
  public List<Path> linkedFiles() {
    Path folder = path.toAbsolutePath().getParent();
    return groups(LINK, text).stream()
        .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
        .map(target -> folder == null ? Path.of(target) : folder.resolve(target))
        .toList();
  }

  private static List<String> groups(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}

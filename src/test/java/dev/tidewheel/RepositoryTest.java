package dev.tidewheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must be true of the files as such. */
class RepositoryTest {
  private static final int MOST_CODE_LINES = 400;
  private static final Pattern PATH = Pattern.compile("\\.{0,2}[\\w-][\\w./-]*");
  private static final Pattern FILE_NAME =
      Pattern.compile(".*\\w\\.(md|java|avsc|yaml|yml|xml|py|sh|txt|jsonl)");
  private static final Set<String> MADE = Set.of("target", "out", "images", "libtorch");

  /** Names that stand for any file of their kind. */
  private static final Set<String> EXAMPLES =
      Set.of("requests.jsonl", "worker.yaml", "package-info.java");

  @Test
  void pathsInTheDocumentationExist() throws IOException {
    Set<String> roots = names(Path.of("."));
    for (Document document : Document.all()) {
      List<String> paths =
          document.codeWords().stream()
              .map(word -> word.replaceFirst("^\\./", ""))
              .filter(word -> isPathOfOurs(word, roots))
              .toList();
      assertThat(paths)
          .as("paths in %s", document.path())
          .allMatch(path -> Files.exists(Path.of(path)));
      assertThat(document.linkedFiles()).as("links in %s", document.path()).allMatch(Files::exists);
    }
  }

  private static boolean isPathOfOurs(String word, Set<String> roots) {
    if (!PATH.matcher(word).matches() || EXAMPLES.contains(word)) {
      return false;
    }
    String first = word.split("/")[0];
    boolean rooted = word.contains("/") && roots.contains(first);
    return !MADE.contains(first) && (rooted || FILE_NAME.matcher(word).matches());
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void filesAreSmall() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .hasSizeGreaterThan(10)
          .allSatisfy(
              file ->
                  assertThat(codeLines(file))
                      .as("code lines of %s", file)
                      .isLessThan(MOST_CODE_LINES));
    }
  }

  private static long codeLines(Path file) throws IOException {
    String withoutComments = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
    return Arrays.stream(withoutComments.split("\n", -1))
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .count();
  }
}

package dev.tidewheel.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/** The rule of evolution: what was released is kept, and today's workers read it. */
class ReleasedSchemasTest {
  private static final Path TODAY = Path.of("schemas");
  private static final Path RELEASED = TODAY.resolve("released");

  @Test
  void todayReadsEveryRelease() throws IOException {
    for (Path release : releases()) {
      for (Path file : schemas(release)) {
        Path today = TODAY.resolve(file.getFileName());
        assertThat(today).as("%s was released and must stay", file.getFileName()).exists();
        assertThat(
                SchemaCompatibility.checkReaderWriterCompatibility(parse(today), parse(file))
                    .getType())
            .as("%s reads %s", today, file)
            .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
      }
    }
  }

  @Test
  void todayIsTheNewestReleaseOrListedAsUnreleased() throws IOException {
    Path newest = releases().getLast();
    List<String> unreleased = Files.readAllLines(TODAY.resolve("unreleased.txt"));
    for (Path file : schemas(TODAY)) {
      String name = file.getFileName().toString();
      boolean same =
          Files.exists(newest.resolve(name)) && Files.mismatch(file, newest.resolve(name)) == -1;
      assertThat(same || unreleased.contains(name))
          .as("%s differs from %s: list it in schemas/unreleased.txt", name, newest)
          .isTrue();
      assertThat(same && unreleased.contains(name))
          .as("%s is as released: take it off schemas/unreleased.txt", name)
          .isFalse();
    }
  }

  @Test
  void everyReleaseIsOnTheClassPathAndCounted() throws IOException {
    assertThat(releases()).hasSize(SchemaBook.RELEASES);
    for (Path release : releases()) {
      for (Path file : schemas(release)) {
        assertThat(getClass().getResource("/" + file.toString().replace('\\', '/')))
            .as("%s", file)
            .isNotNull();
      }
    }
  }

  private static List<Path> releases() throws IOException {
    try (Stream<Path> folders = Files.list(RELEASED)) {
      return folders
          .sorted(
              (a, b) ->
                  Integer.compare(
                      Integer.parseInt(a.getFileName().toString()),
                      Integer.parseInt(b.getFileName().toString())))
          .toList();
    }
  }

  private static List<Path> schemas(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
    }
  }

  private static Schema parse(Path file) throws IOException {
    return new Schema.Parser().parse(file.toFile());
  }
}

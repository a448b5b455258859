package dev.tidewheel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileStoreTest {
  private static final byte[] PICTURE = "picture".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path root;

  static List<String> awkwardIds() {
    return List.of(
        "plain",
        "",
        "../../x",
        "/etc/passwd",
        "a\0b",
        "..",
        ".",
        "con",
        "C:\\x",
        "a b%2F%2e%2e",
        "\uD83D\uDC62".repeat(200));
  }

  @ParameterizedTest
  @MethodSource("awkwardIds")
  void noIdLeadsOutOfTheFolder(String id) throws IOException {
    Path folder = root.resolve("store");
    URI uri = new FileStore(folder).put(id, 0, "png", PICTURE);
    assertThat(Path.of(uri)).startsWith(folder).hasBinaryContent(PICTURE);
    assertThat(files(root)).containsExactly(Path.of(uri));
  }

  @Test
  void differentPicturesLieApart() {
    var store = new FileStore(root);
    assertThat(
            Stream.of(
                store.put("a", 0, "png", PICTURE),
                store.put("a", 1, "png", PICTURE),
                store.put("A", 0, "png", PICTURE),
                store.put("a", 0, "jpg", PICTURE)))
        .doesNotHaveDuplicates();
  }

  @Test
  void storingTwiceIsStoringOnce() throws IOException {
    var store = new FileStore(root);
    URI first = store.put("a", 0, "png", PICTURE);
    assertThat(store.put("a", 0, "png", PICTURE)).isEqualTo(first);
    assertThat(files(root)).hasSize(1);
  }

  @Test
  void manyWritersOfOnePictureLeaveOneWholeFile() throws IOException {
    var store = new FileStore(root);
    byte[] large = new byte[1 << 20];
    IntStream.range(0, 16).parallel().forEach(i -> store.put("a", 0, "png", large));
    assertThat(files(root)).singleElement().satisfies(f -> assertThat(f).hasSize(large.length));
  }

  @Test
  void namesTheFolderAndTheCureWhereItCannotWrite() throws IOException {
    Path blocked = root.resolve("blocked");
    Files.writeString(blocked, "a file where the folder should be");
    var store = new FileStore(blocked);
    assertThatThrownBy(() -> store.put("a", 0, "png", PICTURE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(blocked.toString())
        .hasMessageContaining("make room there");
  }

  @Test
  void refusesAnExtensionThatIsAPath() {
    var store = new FileStore(root);
    assertThatThrownBy(() -> store.put("a", 0, "../png", PICTURE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesBackWhatItKeeps() {
    FileStore store = new FileStore(root);
    URI address = store.put("a", 0, "png", PICTURE);

    assertThat(store.get(address.toString(), PICTURE.length)).isEqualTo(PICTURE);
    assertThatThrownBy(() -> store.get(address.toString(), PICTURE.length - 1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("7 bytes, more than the 6 that are read");
  }

  @Test
  void givesNothingThatLiesElsewhere() throws IOException {
    Path folder = Files.createDirectory(root.resolve("store"));
    Path secret = Files.write(root.resolve("secret"), PICTURE);
    Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
    FileStore store = new FileStore(folder);

    for (String address :
        List.of(
            secret.toUri().toString(),
            folder.toUri() + "../secret",
            link.toUri().toString(),
            "https://example.org/secret",
            "secret",
            "",
            "file:",
            "not an address")) {
      assertThatThrownBy(() -> store.get(address, 100))
          .as(address)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("is not the address of a file under");
    }
    assertThatThrownBy(() -> store.get(folder.resolve("none").toUri().toString(), 100))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("see that it is there");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}

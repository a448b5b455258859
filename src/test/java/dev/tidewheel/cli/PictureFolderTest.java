package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.testing.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFolderTest {
  private static final byte[] PICTURE = {1, 2, 3};
  private static final String SHA256 =
      "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";

  @TempDir private Path root;

  @Test
  void savesAPictureThatTravelledInline() {
    SubmitReport report = save(result("r"));
    assertThat(report.isGood()).isTrue();
    assertThat(report.images())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.place()).isEqualTo(folder().resolve("r-0.png").toString());
              assertThat(Path.of(image.place())).hasBinaryContent(PICTURE);
            });
  }

  @Test
  void fetchesAPictureThatLiesElsewhere() throws IOException {
    Path stored = Files.write(root.resolve("stored"), PICTURE);
    ImageResult result =
        ImageResult.newBuilder(result("r"))
            .setMediaType("image/jpeg")
            .setImage(new ClaimCheck(stored.toUri().toString(), 3L))
            .build();
    assertThat(save(result).isGood()).isTrue();
    assertThat(folder().resolve("r-0.jpg")).hasBinaryContent(PICTURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/x", "::", "file:relative", "file:///no/such/file"})
  void saysThatAPictureCannotBeFetched(String address) {
    ImageResult result =
        ImageResult.newBuilder(result("r")).setImage(new ClaimCheck(address, 3L)).build();
    SubmitReport report = save(result);
    assertThat(report.isGood()).isFalse();
    assertThat(report.problems()).singleElement().asString().startsWith("picture 0 is not saved");
  }

  @Test
  void refusesAPictureThatIsNotWhatTheWorkerMade() {
    ImageResult result = ImageResult.newBuilder(result("r")).setSha256("0".repeat(64)).build();
    assertThat(save(result).problems()).singleElement().asString().contains("SHA-256 differs");
    assertThat(folder()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "a/b", "..", "a\0b", "*"})
  void noIdLeadsOutOfTheFolder(String id) throws IOException {
    assertThat(save(result(id)).isGood()).isTrue();
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void longIdsThatBeginAlikeHaveFilesOfTheirOwn() throws IOException {
    String start = "\uD83D\uDC62".repeat(200);
    save(result(start + "a"));
    save(result(start + "b"));
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files).hasSize(2);
    }
  }

  private Path folder() {
    return root.resolve("out");
  }

  private SubmitReport save(ImageResult result) {
    Outcome outcome =
        new Outcome(Records.event(result.getRequestId(), EventKind.COMPLETED), List.of(result));
    return new PictureFolder(folder()).saveAll(outcome);
  }

  private static ImageResult result(String id) {
    return ImageResult.newBuilder(Records.result(id, 0, PICTURE)).setSha256(SHA256).build();
  }
}

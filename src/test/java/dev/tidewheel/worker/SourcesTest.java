package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.admission.Ask;
import dev.tidewheel.admission.Problem;
import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.image.Picture;
import dev.tidewheel.image.PngEncoder;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final Picture PICTURE =
      new Picture(2, 1, 3, new byte[] {1, 2, 3, (byte) 200, (byte) 201, (byte) 202});
  private static final byte[] FILE = new PngEncoder().encode(PICTURE);

  private final FakeStore store = new FakeStore(0);
  private final Sources sources = new Sources(store, 2);

  private static GenerationRequest.Builder request() {
    return GenerationRequest.newBuilder().setId("r").setModel("m");
  }

  @Test
  void aRequestWithoutAPictureBringsNothing() {
    Sources.Brought brought = sources.of(request().build());

    assertThat(brought).isEqualTo(new Sources.Brought.Nothing());
    assertThat(brought.size()).isEmpty();
    assertThat(brought.resized(8, 8)).isEmpty();
  }

  @Test
  void aPictureTravelsInItsRequest() {
    ByteBuffer bytes = ByteBuffer.wrap(FILE);

    Sources.Brought brought = sources.of(request().setInitImage(bytes).build());

    assertThat(brought).isEqualTo(new Sources.Brought.Given(PICTURE));
    assertThat(brought.size()).contains(new Ask.Source(2, 1));
    assertThat(brought.resized(2, 1)).contains(PICTURE);
    assertThat(bytes.remaining()).as("the request is as it was").isEqualTo(FILE.length);
  }

  @Test
  void aPictureLiesInTheStore() {
    String address = store.put("r", 0, "png", FILE).toString();
    ClaimCheck claim = new ClaimCheck(address, (long) FILE.length);

    assertThat(sources.of(request().setInitImage(claim).build()))
        .isEqualTo(new Sources.Brought.Given(PICTURE));
  }

  @Test
  void whatIsOfNoUseIsSaidWithItsField() {
    ClaimCheck nowhere = new ClaimCheck("memory:nowhere", 1L);
    ByteBuffer text = ByteBuffer.wrap(new byte[] {1, 2, 3});
    Sources strict = new Sources(store, 1);

    assertThat(sources.of(request().setInitImage(nowhere).build()))
        .isEqualTo(unusable("memory:nowhere is not there: put it there"));
    assertThat(sources.of(request().setInitImage(text).build()))
        .isEqualTo(unusable("these 3 bytes are neither PNG nor JPEG"));
    assertThat(strict.of(request().setInitImage(ByteBuffer.wrap(FILE)).build()))
        .isEqualTo(unusable("it has 2 x 1 pixels, more than the 1 that are read"));
  }

  private static Sources.Brought unusable(String why) {
    return new Sources.Brought.Unusable(new Problem("initImage", "cannot be used: " + why));
  }
}

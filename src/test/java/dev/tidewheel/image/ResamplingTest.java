package dev.tidewheel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as they come from outside, against Pillow's: tools/golden_resampling.py makes them. */
class ResamplingTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/resampling");

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name + ".png"));
  }

  private static Picture picture(String name) throws IOException {
    return Picture.decode(bytes(name));
  }

  @ParameterizedTest
  @CsvSource({"16, 8", "64, 48", "37, 48", "5, 23", "1, 1"})
  void resizesAsPillowDoes(int width, int height) throws IOException {
    Picture resized = picture("37x23").resized(width, height);

    assertThat(resized).isEqualTo(picture(width + "x" + height));
  }

  @Test
  void theSameSizeIsTheSamePicture() throws IOException {
    Picture picture = picture("37x23");

    assertThat(picture.resized(37, 23)).isEqualTo(picture);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey", "palette", "alpha"})
  void everyKindOfPngBecomesTheRgbThatPillowSees(String kind) throws IOException {
    assertThat(picture(kind)).isEqualTo(picture(kind + "-as-rgb"));
  }

  @Test
  void aJpegIsRead() throws IOException {
    Picture picture = picture("64x48");

    Picture again = Picture.decode(new JpegEncoder(1).encode(picture));

    assertThat(again.width()).isEqualTo(64);
    assertThat(again.height()).isEqualTo(48);
  }

  @Test
  void tooManyPixelsAreNotDecoded() throws IOException {
    byte[] file = bytes("64x48");

    assertThat(Picture.decode(file, 64 * 48).width()).isEqualTo(64);
    assertThatThrownBy(() -> Picture.decode(file, 64 * 48 - 1))
        .isInstanceOf(IOException.class)
        .hasMessage("it has 64 x 48 pixels, more than the 3071 that are read");
  }

  @Test
  void whatIsNoPictureIsRefused() throws IOException {
    byte[] text = "no picture at all".getBytes(StandardCharsets.UTF_8);
    byte[] gif = "GIF89a\1\0\1\0\0\0\0;".getBytes(StandardCharsets.ISO_8859_1);
    byte[] torn = Arrays.copyOf(bytes("64x48"), 700);

    assertThatThrownBy(() -> Picture.decode(text))
        .isInstanceOf(IOException.class)
        .hasMessage("these 17 bytes are neither PNG nor JPEG");
    assertThatThrownBy(() -> Picture.decode(gif)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Picture.decode(torn)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Picture.decode(new byte[0])).isInstanceOf(IOException.class);
  }
}

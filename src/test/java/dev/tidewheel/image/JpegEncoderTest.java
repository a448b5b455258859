package dev.tidewheel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegEncoderTest {
  private final JpegEncoder encoder = new JpegEncoder();

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void losesLittle(int channels) throws IOException {
    byte[] pixels = new byte[64 * 48 * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (60 + i / channels % 64 * 2 + 20 * (i % channels));
    }
    Picture picture = new Picture(64, 48, channels, pixels);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(encoder.encode(picture)));

    assertThat(image.getRaster().getNumBands()).isEqualTo(channels);
    int[] decoded = image.getRaster().getPixels(0, 0, 64, 48, (int[]) null);
    for (int i = 0; i < pixels.length; i++) {
      assertThat(decoded[i]).isCloseTo(pixels[i] & 0xFF, within(6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theSamePictureGivesTheSameBytes(int channels) {
    Picture picture = PngEncoderTest.noise(33, 17, channels, 5);

    assertThat(encoder.encode(picture)).isEqualTo(encoder.encode(picture));
  }
}

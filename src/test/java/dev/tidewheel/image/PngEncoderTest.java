package dev.tidewheel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngEncoderTest {
  private final PngEncoder encoder = new PngEncoder();

  @ParameterizedTest
  @CsvSource({"1,1,1", "28,28,1", "1,1,3", "7,300,3", "300,7,1", "256,256,3"})
  void anotherDecoderReadsTheSamePixels(int width, int height, int channels) throws IOException {
    Picture noise = noise(width, height, channels, 7);
    Picture gradient = gradient(width, height, channels);

    assertThat(decoded(encoder.encode(noise), channels)).isEqualTo(noise);
    assertThat(decoded(encoder.encode(gradient), channels)).isEqualTo(gradient);
  }

  @Test
  void filtersMakeSmoothPicturesSmall() {
    assertThat(encoder.encode(gradient(256, 256, 3)).length).isLessThan(256 * 256 * 3 / 100);
  }

  @Test
  void theSamePictureGivesTheSameBytes() {
    Picture picture = noise(40, 30, 3, 11);
    Map<String, String> texts = Map.of("Title", "a", "Seed", "7", "Model", "m");

    assertThat(encoder.encode(picture, texts)).isEqualTo(encoder.encode(picture, texts));
  }

  @Test
  void textsTravelInTheFile() throws IOException {
    Picture picture = noise(4, 4, 1, 3);

    byte[] png = encoder.encode(picture, Map.of("Prompt", "schöne Schuhe"));

    assertThat(new String(png, StandardCharsets.UTF_8))
        .contains("iTXtPrompt\0\0\0\0\0schöne Schuhe");
    assertThat(decoded(png, 1)).isEqualTo(picture);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " x", "x ", "ä", "a\nb"})
  void refusesKeywordsThatPngDoesNotAllow(String keyword) {
    assertThatThrownBy(() -> encoder.encode(noise(1, 1, 1, 1), Map.of(keyword, "text")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Picture noise(int width, int height, int channels, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    byte[] pixels = new byte[width * height * channels];
    random.nextBytes(pixels);
    return new Picture(width, height, channels, pixels);
  }

  static Picture gradient(int width, int height, int channels) {
    byte[] pixels = new byte[width * height * channels];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / channels;
      pixels[i] = (byte) (pixel % width + pixel / width + 40 * (i % channels));
    }
    return new Picture(width, height, channels, pixels);
  }

  private static Picture decoded(byte[] png, int channels) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    if (channels == 3) {
      return Picture.of(image);
    }
    byte[] pixels = new byte[image.getWidth() * image.getHeight()];
    image.getRaster().getDataElements(0, 0, image.getWidth(), image.getHeight(), pixels);
    return new Picture(image.getWidth(), image.getHeight(), 1, pixels);
  }
}

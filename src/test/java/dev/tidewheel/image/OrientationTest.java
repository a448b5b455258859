package dev.tidewheel.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  private static final int JPEG_START = 2;
  private static final int PNG_HEADER_END = 33;

  /** Of a file with the rows abc, def: what it shows, as Pillow's exif_transpose turns it. */
  @ParameterizedTest
  @CsvSource({
    "0, abc/def",
    "1, abc/def",
    "2, cba/fed",
    "3, fed/cba",
    "4, def/abc",
    "5, ad/be/cf",
    "6, da/eb/fc",
    "7, fc/eb/da",
    "8, cf/be/ad",
    "9, abc/def"
  })
  void aPngIsTurnedAsItsExifSays(int number, String shown) throws IOException {
    byte[] file = withExif(png(), PNG_HEADER_END, chunk(exif(number)));

    assertThat(letters(Picture.decode(file))).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aJpegIsTurnedTheSameWay(int number) throws IOException {
    byte[] plain = new JpegEncoder().encode(halves());
    byte[] marker = marker(exif(number));

    Picture turned = Picture.decode(withExif(plain, JPEG_START, marker));

    assertThat(turned).isEqualTo(Orientation.numbered(number).upright(Picture.decode(plain)));
    assertThat(turned.width()).isEqualTo(number < 5 ? 32 : 16);
  }

  @Test
  void damagedExifTurnsNothing() throws IOException {
    byte[] exif = exif(6);
    for (int length = 0; length < exif.length; length++) {
      byte[] cut = Arrays.copyOf(exif, length);
      Picture png = Picture.decode(withExif(png(), PNG_HEADER_END, chunk(cut)));
      assertThat(letters(png)).isIn("abc/def", "da/eb/fc");

      byte[] plain = new JpegEncoder().encode(halves());
      assertThat(Picture.decode(withExif(plain, JPEG_START, marker(cut))).pixels())
          .hasSize(32 * 16 * 3);
    }
  }

  @Test
  void aPictureWithoutExifLiesAsItStands() throws IOException {
    assertThat(letters(Picture.decode(png()))).isEqualTo("abc/def");
  }

  /** A TIFF header and a directory with one entry: tag 0x0112, a SHORT. */
  private static byte[] exif(int number) {
    return ByteBuffer.allocate(26)
        .put("MM".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) number)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  private static byte[] chunk(byte[] exif) {
    byte[] named = ByteBuffer.allocate(4 + exif.length).putInt(0x65584966).put(exif).array();
    CRC32 sum = new CRC32();
    sum.update(named);
    return ByteBuffer.allocate(8 + named.length)
        .putInt(exif.length)
        .put(named)
        .putInt((int) sum.getValue())
        .array();
  }

  private static byte[] marker(byte[] exif) {
    return ByteBuffer.allocate(10 + exif.length)
        .putShort((short) 0xffe1)
        .putShort((short) (8 + exif.length))
        .putInt(0x45786966)
        .putShort((short) 0)
        .put(exif)
        .array();
  }

  private static byte[] withExif(byte[] file, int at, byte[] exif) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(file, 0, at);
    out.write(exif);
    out.write(file, at, file.length - at);
    return out.toByteArray();
  }

  private static byte[] png() throws IOException {
    byte[] pixels = new byte[18];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ('a' + i / 3);
    }
    return new PngEncoder().encode(new Picture(3, 2, 3, pixels));
  }

  private static Picture halves() {
    byte[] pixels = new byte[32 * 16 * 3];
    Arrays.fill(pixels, 0, pixels.length / 3, (byte) 200);
    return new Picture(32, 16, 3, pixels);
  }

  private static String letters(Picture picture) {
    StringBuilder letters = new StringBuilder();
    for (int y = 0; y < picture.height(); y++) {
      letters.append(y == 0 ? "" : "/");
      for (int x = 0; x < picture.width(); x++) {
        letters.append((char) picture.pixels()[3 * (y * picture.width() + x)]);
      }
    }
    return letters.toString();
  }
}

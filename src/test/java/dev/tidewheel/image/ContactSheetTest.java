package dev.tidewheel.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static final byte MARK = (byte) 0x77;

  @Test
  void showsEveryPictureEnlargedByAWholeNumber() {
    byte[] pixels = new byte[28 * 28];
    Arrays.fill(pixels, MARK);
    Picture picture = new Picture(28, 28, 1, pixels);

    Picture sheet = sheetOf(picture, 23).draw();

    long marked =
        IntStream.range(0, sheet.width() * sheet.height()).filter(i -> isMark(sheet, i)).count();
    assertThat(marked).isEqualTo(23L * 112 * 112);
  }

  private static boolean isMark(Picture sheet, int pixel) {
    return sheet.pixels()[3 * pixel] == MARK
        && sheet.pixels()[3 * pixel + 1] == MARK
        && sheet.pixels()[3 * pixel + 2] == MARK;
  }

  @Test
  void growsWithItsGroups() {
    Picture picture = PngEncoderTest.noise(16, 16, 3, 1);

    assertThat(sheetOf(picture, 30).draw().height())
        .isGreaterThan(sheetOf(picture, 3).draw().height());
    assertThat(new ContactSheet("empty", List.of()).draw().height()).isPositive();
  }

  @Test
  void reducesLargePictures() {
    Picture sheet = sheetOf(PngEncoderTest.gradient(1024, 600, 3), 2).draw();

    assertThat(sheet.width()).isLessThanOrEqualTo(1280);
    assertThat(sheet.height()).isLessThan(800);
  }

  @Test
  void isTheSameEachTime() {
    ContactSheet sheet = sheetOf(PngEncoderTest.noise(16, 20, 3, 2), 5);

    assertThat(sheet.draw()).isEqualTo(sheet.draw());
  }

  private static ContactSheet sheetOf(Picture picture, int count) {
    ContactSheet.Tile tile = new ContactSheet.Tile(picture, "Sneaker\n12 steps, a long caption: ★");
    return new ContactSheet(
        "Fashion",
        List.of(new ContactSheet.Group("Euler, 12 steps", Collections.nCopies(count, tile))));
  }
}

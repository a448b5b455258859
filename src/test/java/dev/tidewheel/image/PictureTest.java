package dev.tidewheel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void refusesSizesThatDoNotAgree() {
    assertThatThrownBy(() -> new Picture(2, 2, 3, new byte[4]))
        .hasMessage("2 x 2 x 3 pixels in 4 bytes");
    assertThatThrownBy(() -> new Picture(2, 2, 4, new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Picture(0, 2, 1, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equalsByContent() {
    Picture picture = new Picture(1, 2, 1, new byte[] {1, 2});

    assertThat(picture).isEqualTo(new Picture(1, 2, 1, new byte[] {1, 2}));
    assertThat(picture).hasSameHashCodeAs(new Picture(1, 2, 1, new byte[] {1, 2}));
    assertThat(picture).isNotEqualTo(new Picture(2, 1, 1, new byte[] {1, 2}));
    assertThat(picture).isNotEqualTo(new Picture(1, 2, 1, new byte[] {1, 3}));
  }

  @Test
  void becomesPackedRgbAndBack() {
    Picture grey = new Picture(2, 1, 1, new byte[] {5, (byte) 200});
    Picture colour = new Picture(1, 1, 3, new byte[] {1, (byte) 130, (byte) 255});

    assertThat(Picture.of(colour.toBufferedImage())).isEqualTo(colour);
    assertThat(Picture.of(grey.toBufferedImage()).pixels())
        .containsExactly(5, 5, 5, (byte) 200, (byte) 200, (byte) 200);
  }
}

package dev.tidewheel.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class FigureTest {
  private static final Axes AXES = new Axes("title", "across", "up");
  private static final List<Curve> CURVES =
      List.of(
          new Curve("one", new double[] {1, 2, 5}, new double[] {30, 8, 3}, Curve.Look.MARKED_LINE),
          new Curve("other", new double[] {1, 2, 5}, new double[] {9, 9, 9}, Curve.Look.LINE));

  @TempDir private Path folder;

  @BeforeAll
  static void withoutAScreen() {
    System.setProperty("java.awt.headless", "true");
    assertThat(GraphicsEnvironment.isHeadless()).isTrue();
  }

  @Test
  void curvesAreWrittenAsBitmapAndDrawing() throws Exception {
    Figures.curves(AXES, CURVES).write(folder, "curves");

    assertIsPainted("curves", 820, 460);
  }

  @Test
  void logarithmicCurvesAreWrittenToo() throws Exception {
    Figures.logarithmicCurves(AXES, CURVES).write(folder, "curves");

    assertIsPainted("curves", 820, 460);
  }

  @Test
  void barsAreWrittenToo() throws Exception {
    Figures.bars(AXES, CURVES).write(folder, "bars");

    assertIsPainted("bars", 820, 460);
  }

  @Test
  void planesStandBesideEachOther() throws Exception {
    Curve thread =
        new Curve("way", new double[] {-1, 0, 1}, new double[] {1, 0, 1}, Curve.Look.THREAD);
    Curve dots = new Curve("dots", new double[] {0.5}, new double[] {-1}, Curve.Look.DOTS);
    Figures.Plane plane = new Figures.Plane("plane", List.of(thread, dots));

    Figures.planes(List.of(plane, plane, plane), 2, 2).write(folder, "planes");

    BufferedImage pixels = assertIsPainted("planes", 680, 680);
    assertThat(inks(pixels, 0, 0)).isGreaterThan(100).isEqualTo(inks(pixels, 680, 0));
    assertThat(inks(pixels, 0, 680)).isEqualTo(inks(pixels, 0, 0));
    assertThat(inks(pixels, 680, 680)).isZero();
  }

  @Test
  void aCurveHasAnOrdinateForEachAbscissa() {
    assertThatThrownBy(() -> new Curve("one", new double[2], new double[3], Curve.Look.LINE))
        .hasMessageContaining("one has 2 abscissas and 3 ordinates");
  }

  private BufferedImage assertIsPainted(String name, int width, int height) throws Exception {
    BufferedImage pixels = ImageIO.read(folder.resolve(name + ".png").toFile());
    assertThat(pixels.getWidth()).isEqualTo(2 * width);
    assertThat(pixels.getHeight()).isEqualTo(2 * height);
    Element svg =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(withoutType(folder.resolve(name + ".svg")).toFile())
            .getDocumentElement();
    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 %d %d".formatted(width, height));
    assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(5);
    return pixels;
  }

  /** The declaration of the type has an address on the web, which a test must not ask. */
  private Path withoutType(Path svg) throws IOException {
    String text = Files.readString(svg).replaceFirst("<!DOCTYPE[^>]*>", "");
    return Files.writeString(folder.resolve("checked.svg"), text);
  }

  private static int inks(BufferedImage pixels, int left, int top) {
    int inks = 0;
    for (int y = top; y < top + 680; y++) {
      for (int x = left; x < left + 680; x++) {
        inks += (pixels.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF ? 0 : 1;
      }
    }
    return inks;
  }
}

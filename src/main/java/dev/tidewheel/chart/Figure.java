package dev.tidewheel.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/** One plot, or several of the same size in rows. */
public final class Figure {
  /** Pixels of the PNG for one of the SVG: sharp on screens of any kind. */
  private static final int SHARPNESS = 2;

  private final List<? extends Chart<?, ?>> plots;
  private final int columns;

  Figure(List<? extends Chart<?, ?>> plots, int columns) {
    this.plots = plots;
    this.columns = columns;
  }

  /**
   * Writes the figure as {@code NAME.svg} and {@code NAME.png}.
   *
   * @param folder an existing folder
   * @throws IOException if a file cannot be written
   */
  public void write(Path folder, String name) throws IOException {
    try (OutputStream svg = Files.newOutputStream(folder.resolve(name + ".svg"))) {
      VectorGraphics2D canvas = new VectorGraphics2D();
      paint(canvas);
      new SVGProcessor()
          .getDocument(canvas.getCommands(), new PageSize(width(), height()))
          .writeTo(svg);
    }
    BufferedImage pixels =
        new BufferedImage(SHARPNESS * width(), SHARPNESS * height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = pixels.createGraphics();
    canvas.scale(SHARPNESS, SHARPNESS);
    paint(canvas);
    canvas.dispose();
    ImageIO.write(pixels, "png", folder.resolve(name + ".png").toFile());
  }

  private void paint(Graphics2D canvas) {
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, width(), height());
    for (int i = 0; i < plots.size(); i++) {
      Chart<?, ?> plot = plots.get(i);
      Graphics2D part = (Graphics2D) canvas.create();
      part.translate(i % columns * plot.getWidth(), i / columns * plot.getHeight());
      plot.paint(part, plot.getWidth(), plot.getHeight());
      part.dispose();
    }
  }

  private int width() {
    return columns * plots.getFirst().getWidth();
  }

  private int height() {
    return Math.ceilDiv(plots.size(), columns) * plots.getFirst().getHeight();
  }
}

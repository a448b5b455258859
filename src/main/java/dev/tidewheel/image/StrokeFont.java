package dev.tidewheel.image;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringTokenizer;

/**
 * Lettering drawn as lines. A JRE on a slim Linux has no fonts, and asking AWT for one fails there;
 * these letters are a resource of ours and look the same everywhere.
 *
 * <p>Unit: a seventh of the height of capitals. Up is positive, the base line is 0.
 */
final class StrokeFont {
  private static final String RESOURCE = "stroke-font.txt";
  private static final double CAPITALS = 7;
  private static final double GAP = 1.7;
  private static final char UNKNOWN = '\uFFFD';

  private final Map<Integer, Glyph> glyphs = new HashMap<>();

  private record Glyph(double width, Path2D path) {}

  private StrokeFont(String definition) {
    definition.lines().filter(line -> !line.startsWith("##")).forEach(this::define);
  }

  /** Reads the letters. */
  static StrokeFont load() {
    try (InputStream stream = StrokeFont.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(stream, RESOURCE).readAllBytes();
      return new StrokeFont(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  /** A line is a character, its width, and a path in the letters of SVG: M, L and Q. */
  private void define(String line) {
    int character = line.codePointAt(0);
    StringTokenizer tokens = new StringTokenizer(line.substring(Character.charCount(character)));
    double width = number(tokens);
    Path2D path = new Path2D.Double();
    while (tokens.hasMoreTokens()) {
      switch (tokens.nextToken()) {
        case "M" -> path.moveTo(number(tokens), number(tokens));
        case "L" -> path.lineTo(number(tokens), number(tokens));
        case "Q" -> path.quadTo(number(tokens), number(tokens), number(tokens), number(tokens));
        default -> throw new IllegalStateException("bad path in " + RESOURCE + ": " + line);
      }
    }
    glyphs.put(character, new Glyph(width, path));
  }

  private static double number(StringTokenizer tokens) {
    return Double.parseDouble(tokens.nextToken());
  }

  private Glyph glyph(int character) {
    return Objects.requireNonNull(
        glyphs.getOrDefault(character, glyphs.get((int) UNKNOWN)), "no sign for unknown letters");
  }

  /** Whether there is a letter for a character. */
  boolean has(int character) {
    return glyphs.containsKey(character);
  }

  /**
   * How wide a text will be.
   *
   * @param height of capitals, in pixels
   */
  double width(String text, double height) {
    double units = text.codePoints().mapToDouble(character -> glyph(character).width + GAP).sum();
    return Math.max(0, units - GAP) * height / CAPITALS;
  }

  /** The text, or as much of it as fits into a width, with dots at its end. */
  String fitting(String text, double height, double width) {
    if (width(text, height) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0 && width(text.substring(0, end) + "…", height) > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  /**
   * Draws a text.
   *
   * @param x left end
   * @param y base line
   * @param height of capitals, in pixels
   * @param weight of the line, as a share of the height; 0.12 is usual, 0.16 bold
   */
  void draw(Graphics2D graphics, String text, double x, double y, double height, double weight) {
    double scale = height / CAPITALS;
    graphics.setStroke(
        new BasicStroke((float) (height * weight), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    AffineTransform place = new AffineTransform(scale, 0, 0, -scale, x, y);
    text.codePoints()
        .mapToObj(this::glyph)
        .forEach(
            glyph -> {
              graphics.draw(place.createTransformedShape(glyph.path));
              place.translate(glyph.width + GAP, 0);
            });
  }
}

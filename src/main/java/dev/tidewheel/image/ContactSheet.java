package dev.tidewheel.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Many pictures on one sheet, in groups, each with words beneath it.
 *
 * @param title what the sheet shows
 * @param groups from top to bottom
 */
public record ContactSheet(String title, List<Group> groups) {
  private static final int MARGIN = 36;
  private static final int GAP = 14;
  private static final int TITLE = 22;
  private static final int HEADING = 13;
  private static final int CAPTION = 9;
  private static final int CAPTION_LINE = 16;
  private static final int WIDEST = 1332;
  private static final int SMALLEST_CELL = 112;
  private static final int LARGEST_CELL = 400;
  private static final double REGULAR = 0.12;
  private static final double BOLD = 0.16;

  private static final Color PAPER = new Color(0xFAF9F6);
  private static final Color INK = new Color(0x1F2933);
  private static final Color FAINT_INK = new Color(0x66727F);
  private static final Color RULE = new Color(0xD9D6CE);

  /**
   * Pictures that belong together.
   *
   * @param heading what they have in common
   * @param tiles from left to right
   */
  public record Group(String heading, List<Tile> tiles) {
    /** Takes a copy. */
    public Group {
      tiles = List.copyOf(tiles);
    }
  }

  /**
   * A picture and its words.
   *
   * @param picture of any size: small ones are enlarged by whole numbers, so that pixels stay sharp
   * @param caption a line, or several with line feeds between them
   */
  public record Tile(Picture picture, String caption) {}

  /** Takes a copy. */
  public ContactSheet {
    groups = List.copyOf(groups);
  }

  /** Draws the sheet. */
  public Picture draw() {
    return new Drawing(this).draw();
  }

  /** Draws one sheet; holds what all its parts need. */
  private static final class Drawing {
    private final ContactSheet sheet;
    private final StrokeFont font = StrokeFont.load();
    private final int cell;
    private final int columns;
    private final int width; // between the margins
    private final int captionLines;

    Drawing(ContactSheet sheet) {
      this.sheet = sheet;
      List<Tile> tiles = sheet.groups.stream().flatMap(group -> group.tiles.stream()).toList();
      int longest =
          tiles.stream()
              .mapToInt(tile -> Math.max(tile.picture.width(), tile.picture.height()))
              .max()
              .orElse(SMALLEST_CELL);
      this.cell = Math.clamp(longest * enlargement(longest), SMALLEST_CELL, LARGEST_CELL);
      this.columns = Math.max(1, (WIDEST - 2 * MARGIN + GAP) / (cell + GAP));
      this.width = columns * (cell + GAP) - GAP;
      this.captionLines =
          tiles.stream().mapToInt(tile -> (int) tile.caption.lines().count()).max().orElse(0);
    }

    private static int enlargement(int longest) {
      return Math.max(1, Math.ceilDiv(SMALLEST_CELL, longest));
    }

    Picture draw() {
      BufferedImage image =
          new BufferedImage(width + 2 * MARGIN, height(), BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(PAPER);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.setColor(INK);
      text(graphics, sheet.title, MARGIN, MARGIN + TITLE, TITLE, BOLD, width);
      int y = top();
      for (Group group : sheet.groups) {
        y = group(graphics, group, y);
      }
      graphics.dispose();
      return Picture.of(image);
    }

    private static int top() {
      return MARGIN + TITLE + 2 * GAP;
    }

    private int height() {
      return top() + sheet.groups.stream().mapToInt(this::height).sum() + MARGIN;
    }

    private int height(Group group) {
      return 2 * GAP + HEADING + GAP + rows(group) * rowHeight();
    }

    private int rows(Group group) {
      return Math.ceilDiv(group.tiles.size(), columns);
    }

    private int rowHeight() {
      return cell + captionLines * CAPTION_LINE + GAP;
    }

    /** Draws a group and returns where the next one begins. */
    private int group(Graphics2D graphics, Group group, int y) {
      graphics.setColor(RULE);
      graphics.fillRect(MARGIN, y, width, 1);
      graphics.setColor(INK);
      int base = y + 2 * GAP + HEADING / 2;
      text(graphics, group.heading, MARGIN, base, HEADING, BOLD, width);
      int first = y + 2 * GAP + HEADING + GAP / 2;
      for (int i = 0; i < group.tiles.size(); i++) {
        int x = MARGIN + i % columns * (cell + GAP);
        tile(graphics, group.tiles.get(i), x, first + i / columns * rowHeight());
      }
      return y + height(group);
    }

    private void tile(Graphics2D graphics, Tile tile, int x, int y) {
      BufferedImage image = tile.picture.toBufferedImage();
      int longest = Math.max(image.getWidth(), image.getHeight());
      double scale = longest > cell ? (double) cell / longest : Math.max(1, cell / longest);
      int drawnWidth = (int) Math.round(image.getWidth() * scale);
      int drawnHeight = (int) Math.round(image.getHeight() * scale);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION,
          scale < 1
              ? RenderingHints.VALUE_INTERPOLATION_BICUBIC
              : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      graphics.drawImage(image, x, y + cell - drawnHeight, drawnWidth, drawnHeight, null);
      graphics.setColor(FAINT_INK);
      int base = y + cell + CAPTION_LINE;
      for (String line : tile.caption.lines().toList()) {
        text(graphics, line, x, base, CAPTION, REGULAR, cell);
        base += CAPTION_LINE;
      }
    }

    private void text(
        Graphics2D graphics, String text, int x, int base, int size, double weight, int room) {
      font.draw(graphics, font.fitting(text, size, room), x, base, size, weight);
    }
  }
}

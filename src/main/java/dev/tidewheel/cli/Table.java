package dev.tidewheel.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text in aligned columns. Not for several threads. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();
  private final boolean[] right;

  /** A table with these headings. A column with only numbers below its heading is set right. */
  public Table(String... headings) {
    lines.add(List.of(headings));
    right = new boolean[headings.length];
    Arrays.fill(right, true);
  }

  /**
   * Adds a row.
   *
   * @param cells one for each heading; doubles are written with 2 decimals
   */
  public Table row(Object... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(cells.length + " cells for " + right.length + " columns");
    }
    for (int i = 0; i < cells.length; i++) {
      right[i] &= cells[i] instanceof Number;
    }
    lines.add(Arrays.stream(cells).map(Table::text).toList());
    return this;
  }

  private static String text(Object cell) {
    return cell instanceof Double number
        ? String.format(Locale.ROOT, "%.2f", number)
        : String.valueOf(cell);
  }

  /** The table, a line for the headings, one of dashes and one for each row; each line ended. */
  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, right.length)
            .map(column -> lines.stream().mapToInt(line -> width(line.get(column))).max().orElse(0))
            .toArray();
    List<String> printed = new ArrayList<>(lines.stream().map(line -> line(line, widths)).toList());
    printed.add(1, rule(widths));
    return printed.stream().map(line -> line.stripTrailing() + '\n').collect(Collectors.joining());
  }

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            column -> {
              String cell = cells.get(column);
              String blanks = " ".repeat(widths[column] - width(cell));
              return right[column] ? blanks + cell : cell + blanks;
            })
        .collect(Collectors.joining(GAP));
  }

  private static String rule(int[] widths) {
    return Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining(GAP));
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}

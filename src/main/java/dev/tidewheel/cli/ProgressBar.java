package dev.tidewheel.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows how far something is: a bar that is redrawn on a terminal, a line for each tenth elsewhere.
 * May be moved by several threads.
 */
public final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String BACK_AND_CLEAR = "\r\u001B[K";

  private final Console console;
  private final String label;
  private final long total;
  private final LongSupplier nanoTime;
  private final long startedAt;

  private long done;
  private long drawnAt;
  private long tenthsShown;
  private String note = "";

  ProgressBar(Console console, String label, long total, LongSupplier nanoTime) {
    this.console = console;
    this.label = label;
    this.total = Math.max(1, total);
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
    this.drawnAt = startedAt - REDRAW_NANOS;
    show();
  }

  /** One more part is done. */
  public synchronized void step() {
    to(done + 1);
  }

  /** So many parts are done; never fewer than before, never more than all. */
  public synchronized void to(long parts) {
    done = Math.clamp(parts, done, total);
    show();
  }

  /** A remark at the end of the bar, on terminals only. */
  public synchronized void note(String remark) {
    note = remark;
    show();
  }

  /** A line of its own, above the bar. */
  public synchronized void line(String text) {
    console.err().println(console.interactive() ? BACK_AND_CLEAR + text : text);
    if (console.interactive()) {
      draw();
    }
  }

  /** Draws the last state and ends the line. */
  @Override
  public synchronized void close() {
    if (console.interactive()) {
      draw();
      console.err().println();
    }
  }

  private void show() {
    if (console.interactive()) {
      if (nanoTime.getAsLong() - drawnAt >= REDRAW_NANOS) {
        draw();
      }
      return;
    }
    long tenths = done * 10 / total;
    if (tenths > tenthsShown) {
      tenthsShown = tenths;
      console.err().println(label + ' ' + figures());
    }
  }

  private void draw() {
    drawnAt = nanoTime.getAsLong();
    int filled = (int) (done * WIDTH / total);
    String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    console.err().print(BACK_AND_CLEAR + label + ' ' + bar + ' ' + figures() + ' ' + note);
    console.err().flush();
  }

  private String figures() {
    double seconds = (nanoTime.getAsLong() - startedAt) / 1e9;
    String counts = String.format(Locale.ROOT, "%d/%d (%d %%)", done, total, done * 100 / total);
    if (done == 0 || seconds <= 0) {
      return counts;
    }
    String rate = String.format(Locale.ROOT, ", %.1f/s", done / seconds);
    return counts
        + rate
        + (done == total
            ? String.format(Locale.ROOT, ", %.1f s", seconds)
            : String.format(Locale.ROOT, ", %.0f s left", seconds * (total - done) / done));
  }
}

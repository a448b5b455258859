package dev.tidewheel.demo;

import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.ImageStep;
import dev.tidewheel.avro.Timing;
import dev.tidewheel.image.ContactSheet;
import dev.tidewheel.image.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * What a demo showed.
 *
 * @param capacity pictures that fit into a batch
 * @param motifs what the pictures show
 * @param results what came of each request
 */
public record DemoReport(int capacity, List<String> motifs, List<DemoResult> results) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Copies the lists. */
  public DemoReport {
    motifs = List.copyOf(motifs);
    results = List.copyOf(results);
  }

  /**
   * A line of the table.
   *
   * @param group how the pictures were sampled
   * @param asked steps asked for
   * @param images pictures drawn
   * @param evaluations evaluations used: mean, fewest and most
   * @param stepP50 median time of a step, in milliseconds
   * @param stepP95 95th percentile of the same
   * @param imageP50 median time from sending to the encoded picture, in milliseconds
   * @param imageP95 95th percentile of the same
   * @param imagesPerSecond pictures from the first sending to the last of this group
   * @param occupancy mean share of the batch that was filled in its steps, in percent
   */
  public record Line(
      String group,
      String asked,
      int images,
      String evaluations,
      double stepP50,
      double stepP95,
      double imageP50,
      double imageP95,
      double imagesPerSecond,
      double occupancy) {}

  /** Requests that did not end with a picture, each with its reason. */
  public List<String> failures() {
    return results.stream()
        .filter(result -> !result.isDrawn())
        .map(result -> result.asked().request().getId() + ": " + result.outcome().end())
        .toList();
  }

  /** A line for each group that has pictures, and one for all of them. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (DemoGroup group : DemoGroup.values()) {
      List<DemoResult> own = drawn().stream().filter(r -> r.asked().group() == group).toList();
      if (!own.isEmpty()) {
        lines.add(line(group.heading(), group.asked(), own));
      }
    }
    if (!drawn().isEmpty()) {
      lines.add(line("all", "", drawn()));
    }
    return lines;
  }

  private List<DemoResult> drawn() {
    return results.stream().filter(DemoResult::isDrawn).toList();
  }

  private Line line(String name, String asked, List<DemoResult> own) {
    List<ImageResult> images = own.stream().map(DemoResult::image).toList();
    List<ImageStep> steps = images.stream().flatMap(image -> image.getSteps().stream()).toList();
    double[] stepMillis =
        sorted(steps.stream().mapToDouble(step -> step.getNanos() / NANOS_PER_MILLI));
    double[] imageMillis =
        sorted(images.stream().mapToDouble(image -> total(image.getTiming()) / NANOS_PER_MILLI));
    long last = own.stream().mapToLong(DemoResult::finishedNanos).max().orElse(1);
    double occupancy =
        steps.stream().mapToDouble(step -> 100.0 * step.getBatch() / capacity).average().orElse(0);
    return new Line(
        name,
        asked,
        images.size(),
        evaluations(images.stream().mapToLong(ImageResult::getEvaluations)),
        percentile(stepMillis, 0.5),
        percentile(stepMillis, 0.95),
        percentile(imageMillis, 0.5),
        percentile(imageMillis, 0.95),
        images.size() / (last / NANOS_PER_SECOND),
        occupancy);
  }

  private static String evaluations(LongStream counts) {
    var summary = counts.summaryStatistics();
    return summary.getMin() == summary.getMax()
        ? Long.toString(summary.getMin())
        : "%.1f (%d-%d)".formatted(summary.getAverage(), summary.getMin(), summary.getMax());
  }

  private static long total(Timing timing) {
    return timing.getQueued()
        + timing.getWaiting()
        + timing.getReading()
        + timing.getSampling()
        + timing.getDecoding()
        + timing.getEncoding();
  }

  private static double[] sorted(DoubleStream values) {
    double[] sorted = values.toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Nearest-rank percentile of sorted values. */
  private static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }

  /** All pictures on one sheet, a row of them for each group. */
  public Picture contactSheet() throws IOException {
    List<ContactSheet.Group> groups = new ArrayList<>();
    for (DemoGroup group : DemoGroup.values()) {
      List<ContactSheet.Tile> tiles = new ArrayList<>();
      for (DemoResult result : drawn()) {
        if (result.asked().group() == group) {
          tiles.add(tile(result));
        }
      }
      if (!tiles.isEmpty()) {
        groups.add(new ContactSheet.Group(group.heading(), tiles));
      }
    }
    return new ContactSheet("Tidewheel: one batch, every picture its own steps", groups).draw();
  }

  private ContactSheet.Tile tile(DemoResult result) throws IOException {
    ImageResult image = result.image();
    return new ContactSheet.Tile(
        Picture.decode(bytes((ByteBuffer) image.getImage())),
        "%s%n%d evaluations".formatted(motifs.get(result.asked().motif()), image.getEvaluations()));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}

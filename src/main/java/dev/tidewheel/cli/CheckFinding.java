package dev.tidewheel.cli;

import dev.tidewheel.model.pipeline.Precision;
import dev.tidewheel.serving.Footprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What a check of a model found.
 *
 * @param model the folder's name
 * @param pipeline its class
 * @param passedOver what is in the folder and has no effect
 * @param device where it ran
 * @param loadSeconds from the first file to the last weight on the device
 * @param weightBytes bytes on the device, by the type of the weights
 * @param peakBytes most memory that the process held; absent where the system does not say
 * @param width of the picture
 * @param height of the picture
 * @param evaluations of the network
 * @param drawSeconds from the prompt to the pixels
 * @param finite whether all that the networks answered were numbers
 * @param flat whether the picture shows one colour only
 */
record CheckFinding(
    String model,
    String pipeline,
    List<String> passedOver,
    String device,
    double loadSeconds,
    SortedMap<Precision, Long> weightBytes,
    OptionalLong peakBytes,
    int width,
    int height,
    int evaluations,
    double drawSeconds,
    boolean finite,
    boolean flat) {
  private static final double MEGABYTE = 1e6;

  /** Whether the picture is one. */
  boolean sound() {
    return finite && !flat;
  }

  /** For programs. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("pipeline", pipeline);
    fields.put("passedOver", passedOver);
    fields.put("device", device);
    fields.put("loadSeconds", loadSeconds);
    fields.put("weightBytes", namedBytes());
    peakBytes.ifPresent(peak -> fields.put("peakBytes", peak));
    fields.put("width", width);
    fields.put("height", height);
    fields.put("evaluations", evaluations);
    fields.put("drawSeconds", drawSeconds);
    fields.put("finite", finite);
    fields.put("flat", flat);
    fields.put("sound", sound());
    return fields;
  }

  private Map<String, Long> namedBytes() {
    Map<String, Long> named = new LinkedHashMap<>();
    weightBytes.forEach((type, size) -> named.put(type.name().toLowerCase(Locale.ROOT), size));
    return named;
  }

  /** For people. */
  String page() {
    StringBuilder page = new StringBuilder();
    line(page, "%s: %s on %s", model, pipeline, device);
    line(page, "  loaded in %.1f s: %s", loadSeconds, Footprint.of(weightBytes));
    line(
        page,
        "  drew %d x %d in %.1f s with %d evaluations",
        width,
        height,
        drawSeconds,
        evaluations);
    peakBytes.ifPresent(
        peak -> line(page, "  the process held %.0f MB at its peak", peak / MEGABYTE));
    if (!passedOver.isEmpty()) {
      line(page, "  passed over: %s", String.join(", ", passedOver));
    }
    line(page, "  the picture is %s", verdict());
    return page.toString();
  }

  private String verdict() {
    if (!finite) {
      return "not sound: a network gave infinite values or none; try --precision float32";
    }
    return flat ? "not sound: it shows one colour only" : "sound";
  }

  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

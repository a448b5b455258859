package dev.tidewheel.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.pipeline.Blueprint;
import dev.tidewheel.model.pipeline.ClassLabels;
import dev.tidewheel.model.pipeline.Frame;
import dev.tidewheel.model.pipeline.PartSize;
import dev.tidewheel.model.pipeline.SamplingDefaults;
import dev.tidewheel.model.pipeline.TextPlan;
import dev.tidewheel.sampling.Parametrisation;
import java.text.NumberFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Renders an inspection. */
final class InspectionPage {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private InspectionPage() {}

  static String text(ModelInspection inspection) {
    Map<String, String> lines = new LinkedHashMap<>();
    inspection.description().ifPresent(model -> begin(model, lines));
    for (PartSize part : inspection.parts()) {
      lines.put(part.name(), part.type() + ", " + grouped(part.parameters()) + " parameters");
    }
    if (!inspection.parts().isEmpty()) {
      lines.put("memory", memory(inspection.parameters()));
    }
    inspection.description().ifPresent(model -> describe(model, lines));
    if (!inspection.passedOver().isEmpty()) {
      lines.put(
          "passed over",
          String.join(", ", inspection.passedOver()) + ": without effect on a picture");
    }
    inspection.weights().ifPresent(weights -> lines.put("weights", weights(weights)));
    StringBuilder page = new StringBuilder(inspection.folder() + "\n");
    lines.forEach((name, value) -> page.append("  %-14s  %s%n".formatted(name, value)));
    inspection
        .problems()
        .forEach(
            problem -> page.append("  not usable  ").append(problem.getMessage()).append('\n'));
    return page.toString();
  }

  private static void begin(ModelDescription model, Map<String, String> lines) {
    if (!model.about().isEmpty()) {
      lines.put("about", model.about());
    }
    lines.put("pipeline", model.pipeline());
  }

  private static void describe(ModelDescription model, Map<String, String> lines) {
    lines.put(
        "picture",
        "%d x %d x %d (channels, height, width); other sizes: multiples of %d%s"
            .formatted(
                model.frame().pictureChannels(),
                model.height(),
                model.width(),
                model.frame().sizeMultiple(),
                model.frame().mostSide() == Frame.NO_LIMIT
                    ? ""
                    : ", at most " + model.frame().mostSide()));
    if (model.blueprint().text().isEmpty()) {
      lines.put("classes", classes(model.classes()));
    }
    model.blueprint().text().ifPresent(plan -> lines.put("prompts", prompts(plan)));
    lines.put("guidance", guidance(model.blueprint()));
    lines.put("output", output(model));
    lines.put("scheduler", model.scheduler().name() + ": " + join(model.scheduler().options()));
    lines.put("sampling", join(defaults(model.defaults())));
  }

  private static String prompts(TextPlan plan) {
    String length =
        plan.length()
            .map(
                tokens ->
                    ", T5 reads %d tokens, at most %d".formatted(tokens.usual(), tokens.most()))
            .orElse("");
    return plan.prompts() + (plan.prompts() == 1 ? " encoder" : " of their own") + length;
  }

  private static String guidance(Blueprint blueprint) {
    String usual = ", usually " + plain(blueprint.usualGuidance());
    return switch (blueprint.guidance()) {
      case NONE -> "none";
      case CLASSIFIER_FREE -> "classifier-free" + usual;
      case TOLD -> "told to the network" + usual + "; true guidance with a negative prompt";
      case UNHEARD -> "none is told to the network; true guidance with a negative prompt";
      case TOLD_ONLY -> "told to the network" + usual;
    };
  }

  private static String memory(long parameters) {
    return "%s MB of weights in float32, half of it in float16 or bfloat16"
        .formatted(grouped(Math.ceilDiv(parameters * Float.BYTES, 1_000_000)));
  }

  private static String output(ModelDescription model) {
    Parametrisation trained = model.recipe().parametrisation();
    return "%s on the %s path, told times from %s to %s"
        .formatted(
            prediction(model),
            trained.path().title(),
            plain(trained.clock().told(trained.path().end())),
            plain(trained.clock().told(trained.path().start())));
  }

  private static String prediction(ModelDescription model) {
    return model.recipe().parametrisation().prediction().toString().toLowerCase(Locale.ROOT);
  }

  private static String classes(ClassLabels classes) {
    return switch (classes) {
      case ClassLabels.None() -> "none, so no guidance";
      case ClassLabels.Number(int least) ->
          "a number from " + least + " on, without a value for no class, so no guidance";
      case ClassLabels.Table(int count, _, List<String> names) ->
          count + ", guidance possible" + (names.isEmpty() ? "" : ": " + String.join(", ", names));
    };
  }

  private static String weights(ModelInspection.Weights weights) {
    String types =
        weights.elements().entrySet().stream()
            .map(entry -> grouped(entry.getValue()) + " x " + entry.getKey())
            .collect(Collectors.joining(", "));
    return "%s bytes in %d tensors: %s"
        .formatted(grouped(weights.bytes()), weights.tensors(), types);
  }

  private static Map<String, Object> defaults(SamplingDefaults defaults) {
    Map<String, Object> options = new LinkedHashMap<>();
    put(options, "steps", defaults.steps());
    put(options, "tolerance", defaults.tolerance());
    put(options, "minSteps", defaults.minSteps());
    put(options, "maxSteps", defaults.maxSteps());
    put(options, "solver", defaults.solver());
    put(options, "schedule", defaults.schedule());
    put(options, "shift", defaults.shift());
    put(options, "guidance", defaults.guidance());
    put(options, "trueGuidance", defaults.trueGuidance());
    put(options, "width", defaults.width());
    put(options, "height", defaults.height());
    put(options, "maxSequenceLength", defaults.maxSequenceLength());
    return options;
  }

  private static void put(Map<String, Object> options, String name, OptionalInt value) {
    value.ifPresent(present -> options.put(name, present));
  }

  private static void put(Map<String, Object> options, String name, OptionalDouble value) {
    value.ifPresent(present -> options.put(name, present));
  }

  private static void put(Map<String, Object> options, String name, Optional<String> value) {
    value.ifPresent(present -> options.put(name, present));
  }

  private static String join(Map<String, Object> options) {
    String joined =
        options.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + " "
                        + (entry.getValue() instanceof Double number
                            ? plain(number)
                            : entry.getValue()))
            .collect(Collectors.joining(", "));
    return joined.isEmpty() ? "nothing proposed" : joined;
  }

  static String json(ModelInspection inspection) {
    ObjectNode root = JSON.createObjectNode();
    root.put("folder", inspection.folder().toString());
    root.put("usable", inspection.problems().isEmpty());
    root.put("parameters", inspection.parameters());
    ObjectNode parts = root.putObject("parts");
    for (PartSize part : inspection.parts()) {
      parts.putObject(part.name()).put("class", part.type()).put("parameters", part.parameters());
    }
    inspection.description().ifPresent(model -> describe(model, root));
    inspection.weights().ifPresent(weights -> describe(weights, root.putObject("weights")));
    root.set("passedOver", JSON.valueToTree(inspection.passedOver()));
    var problems = root.putArray("problems");
    for (ModelException problem : inspection.problems()) {
      problems
          .addObject()
          .put("file", problem.file())
          .put("what", problem.what())
          .put("cure", problem.cure());
    }
    return root.toPrettyString();
  }

  private static void describe(ModelDescription model, ObjectNode root) {
    root.put("about", model.about());
    root.put("pipeline", model.pipeline());
    root.put("network", model.network());
    root.put("guidance", model.blueprint().guidance().name());
    root.put("channels", model.frame().pictureChannels());
    root.put("height", model.height());
    root.put("width", model.width());
    root.put("sizeMultiple", model.frame().sizeMultiple());
    root.put("mostSide", model.frame().mostSide());
    root.put("prediction", prediction(model));
    root.put("path", model.recipe().parametrisation().path().title());
    describe(model.classes(), root.putObject("classes"));
    ObjectNode scheduler = root.putObject("scheduler").put("class", model.scheduler().name());
    scheduler.setAll(JSON.<ObjectNode>valueToTree(model.scheduler().options()));
    root.set("sampling", JSON.valueToTree(defaults(model.defaults())));
  }

  private static void describe(ClassLabels classes, ObjectNode node) {
    switch (classes) {
      case ClassLabels.None() -> node.put("kind", "none");
      case ClassLabels.Number(int least) -> node.put("kind", "number").put("least", least);
      case ClassLabels.Table(int count, int noClass, List<String> names) -> {
        node.put("kind", "table").put("count", count).put("noClass", noClass);
        node.set("names", JSON.valueToTree(names));
      }
    }
  }

  private static void describe(ModelInspection.Weights weights, ObjectNode node) {
    node.put("tensors", weights.tensors()).put("bytes", weights.bytes());
    node.set("elements", JSON.valueToTree(weights.elements()));
  }

  private static String grouped(long number) {
    return NumberFormat.getIntegerInstance(Locale.ROOT).format(number);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}

package dev.tidewheel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.OutputFormat;
import dev.tidewheel.config.Spelling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads one request from a JSON object and notes everything that is wrong with it. For one use. */
final class RequestFields {
  private static final Set<String> NAMES =
      Set.of(
          "id",
          "model",
          "prompt",
          "prompt2",
          "prompt3",
          "negativePrompt",
          "clipSkip",
          "maxSequenceLength",
          "classLabel",
          "count",
          "seed",
          "width",
          "height",
          "initImage",
          "strength",
          "guidance",
          "trueGuidance",
          "guidanceLeastNoise",
          "guidanceMostNoise",
          "guidanceRescale",
          "solver",
          "schedule",
          "eta",
          "steps",
          "deadline",
          "format",
          "metadata");

  private final JsonNode json;
  private final List<String> problems = new ArrayList<>();

  RequestFields(JsonNode json) {
    this.json = json;
  }

  List<String> problems() {
    return problems;
  }

  /** The request; of use only where there are no problems. */
  GenerationRequest request(Optional<String> usualModel) {
    refuseUnknown(json, NAMES, "");
    String model = text("model").or(() -> usualModel).orElse("");
    if (model.isEmpty()) {
      problems.add("model is missing");
    }
    return GenerationRequest.newBuilder()
        .setId(text("id").filter(id -> !id.isEmpty()).orElseGet(() -> UUID.randomUUID().toString()))
        .setModel(model)
        .setPrompt(text("prompt").orElse(null))
        .setPrompt2(text("prompt2").orElse(null))
        .setPrompt3(text("prompt3").orElse(null))
        .setNegativePrompt(text("negativePrompt").orElse(null))
        .setClipSkip(integer(json, "clipSkip").orElse(null))
        .setMaxSequenceLength(integer(json, "maxSequenceLength").orElse(null))
        .setClassLabel(integer(json, "classLabel").orElse(null))
        .setCount(integer(json, "count").orElse(1))
        .setSeed(seed())
        .setWidth(integer(json, "width").orElse(null))
        .setHeight(integer(json, "height").orElse(null))
        .setInitImage(initImage())
        .setStrength(number(json, "strength").orElse(null))
        .setGuidance(number(json, "guidance").orElse(null))
        .setTrueGuidance(number(json, "trueGuidance").orElse(null))
        .setGuidanceLeastNoise(number(json, "guidanceLeastNoise").orElse(null))
        .setGuidanceMostNoise(number(json, "guidanceMostNoise").orElse(null))
        .setGuidanceRescale(number(json, "guidanceRescale").orElse(null))
        .setSolver(text("solver").orElse(null))
        .setSchedule(text("schedule").orElse(null))
        .setEta(number(json, "eta").orElse(null))
        .setSteps(steps())
        .setDeadline(deadline())
        .setFormat(format())
        .setMetadata(metadata())
        .build();
  }

  /** A file here, whose bytes are sent, or where the workers find one. */
  private @Nullable Object initImage() {
    JsonNode image = json.path("initImage");
    if (image.isMissingNode() || image.isNull()) {
      return null;
    }
    if (image.isTextual()) {
      return file(image.textValue());
    }
    if (image.isObject()) {
      refuseUnknown(image, Set.of("uri", "size"), "initImage.");
      return new ClaimCheck(
          read(image, "uri", JsonNode::isTextual, JsonNode::textValue, "text").orElse(""),
          read(image, "size", JsonNode::canConvertToLong, JsonNode::longValue, "a whole number")
              .orElse(0L));
    }
    problems.add(
        "initImage is %s, not the name of a file or {\"uri\": \"file:///...\", \"size\": N}"
            .formatted(image));
    return null;
  }

  private @Nullable ByteBuffer file(String name) {
    try {
      return ByteBuffer.wrap(InitImage.read(Path.of(name)).bytes());
    } catch (InvalidPathException | IOException e) {
      problems.add("initImage: %s (%s)".formatted(e.getMessage(), e.getClass().getSimpleName()));
      return null;
    }
  }

  private @Nullable Object steps() {
    JsonNode steps = json.path("steps");
    if (steps.isMissingNode() || steps.isNull()) {
      return null;
    }
    if (steps.isIntegralNumber()) {
      return new FixedSteps(integer(json, "steps").orElse(1));
    }
    if (steps.has("count")) {
      refuseUnknown(steps, Set.of("count"), "steps.");
      return new FixedSteps(integer(steps, "count").orElse(1));
    }
    if (steps.has("tolerance")) {
      refuseUnknown(steps, Set.of("tolerance", "minimum", "maximum"), "steps.");
      return AdaptiveSteps.newBuilder()
          .setTolerance(number(steps, "tolerance").orElse(1.0))
          .setMinimum(integer(steps, "minimum").orElse(3))
          .setMaximum(integer(steps, "maximum").orElse(50))
          .build();
    }
    problems.add(
        "steps is %s, not a number, {\"count\": N} or {\"tolerance\": X, \"minimum\": N, \"maximum\": N}"
            .formatted(steps));
    return null;
  }

  private @Nullable Instant deadline() {
    JsonNode deadline = json.path("deadline");
    if (deadline.isTextual()) {
      try {
        return Instant.parse(deadline.textValue());
      } catch (DateTimeParseException e) {
        problems.add(
            "deadline is '%s', not a time such as 2030-01-31T12:00:00Z"
                .formatted(deadline.textValue()));
        return null;
      }
    }
    return read(
            json,
            "deadline",
            node -> node.isIntegralNumber() && node.canConvertToLong(),
            JsonNode::longValue,
            "milliseconds since 1970 UTC or a time such as 2030-01-31T12:00:00Z")
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }

  private OutputFormat format() {
    String name = text("format").orElse("PNG").toUpperCase(Locale.ROOT);
    return switch (name) {
      case "PNG" -> OutputFormat.PNG;
      case "JPEG" -> OutputFormat.JPEG;
      default -> {
        problems.add("format is %s, not PNG or JPEG".formatted(name));
        yield OutputFormat.PNG;
      }
    };
  }

  private Map<String, String> metadata() {
    JsonNode metadata = json.path("metadata");
    Map<String, String> pairs = new LinkedHashMap<>();
    if (metadata.isMissingNode() || metadata.isNull()) {
      return pairs;
    }
    if (!metadata.isObject()) {
      problems.add("metadata is %s, not an object".formatted(metadata));
    }
    metadata
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isTextual()) {
                pairs.put(entry.getKey(), entry.getValue().textValue());
              } else {
                problems.add(
                    "metadata.%s is %s, not text".formatted(entry.getKey(), entry.getValue()));
              }
            });
    return pairs;
  }

  private Optional<String> text(String name) {
    return read(json, name, JsonNode::isTextual, JsonNode::textValue, "text");
  }

  private long seed() {
    return read(
            json,
            "seed",
            found -> found.isIntegralNumber() && found.canConvertToLong(),
            JsonNode::longValue,
            "a whole number")
        .orElse(0L);
  }

  private Optional<Integer> integer(JsonNode node, String name) {
    return read(
        node,
        name,
        found -> found.isIntegralNumber() && found.canConvertToInt(),
        JsonNode::intValue,
        "a whole number");
  }

  private Optional<Double> number(JsonNode node, String name) {
    return read(node, name, JsonNode::isNumber, JsonNode::doubleValue, "a number");
  }

  private <T> Optional<T> read(
      JsonNode node,
      String name,
      Predicate<JsonNode> fits,
      Function<JsonNode, T> value,
      String what) {
    JsonNode found = node.path(name);
    if (found.isMissingNode() || found.isNull()) {
      return Optional.empty();
    }
    if (!fits.test(found)) {
      problems.add("%s is %s, not %s".formatted(name, found, what));
      return Optional.empty();
    }
    return Optional.of(value.apply(found));
  }

  private void refuseUnknown(JsonNode node, Set<String> known, String prefix) {
    node.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !known.contains(name))
        .forEach(
            name ->
                problems.add(
                    "unknown field %s%s%s"
                        .formatted(prefix, name, Spelling.didYouMean(name, known))));
  }
}

package dev.tidewheel.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidewheel.avro.GenerationRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads requests from lines of JSON, with the names of {@code GenerationRequest}'s fields. A line
 * without an id gets one; empty lines are skipped.
 */
final class RequestLines {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Optional<String> usualModel;
  private final List<GenerationRequest> requests = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> lineOfId = new HashMap<>();

  private RequestLines(Optional<String> usualModel) {
    this.usualModel = usualModel;
  }

  /**
   * What lines say.
   *
   * @param requests the good ones
   * @param problems everything that is wrong with the others, each with its line
   */
  record Parsed(List<GenerationRequest> requests, List<String> problems) {}

  /**
   * Reads lines.
   *
   * @param lines a JSON object each
   * @param usualModel model of the lines that name none
   */
  static Parsed parse(List<String> lines, Optional<String> usualModel) {
    RequestLines parser = new RequestLines(usualModel);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        parser.line(i + 1, lines.get(i));
      }
    }
    return new Parsed(parser.requests, parser.problems);
  }

  private void line(int number, String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      problems.add("line %d is no JSON: %s".formatted(number, e.getOriginalMessage()));
      return;
    }
    if (!json.isObject()) {
      problems.add("line %d is no JSON object".formatted(number));
      return;
    }
    RequestFields fields = new RequestFields(json);
    GenerationRequest request = fields.request(usualModel);
    fields.problems().forEach(problem -> problems.add("line " + number + ": " + problem));
    Integer earlier = lineOfId.putIfAbsent(request.getId(), number);
    if (earlier != null) {
      problems.add("line %d: id %s is that of line %d".formatted(number, request.getId(), earlier));
    }
    requests.add(request);
  }
}

package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.OutputFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLinesTest {

  @Test
  void readsEveryField() {
    String line =
        """
        {"id": "a", "model": "m", "prompt": "p", "prompt2": "q", "prompt3": "r", \
        "negativePrompt": "n", "clipSkip": 1, "maxSequenceLength": 99, "classLabel": 3, \
        "count": 2, "seed": 9007199254740993, "width": 28, "height": 32, "guidance": 1.5, \
        "initImage": {"uri": "file:///a.png", "size": 4}, "strength": 0.5, "trueGuidance": 2, \
        "guidanceLeastNoise": 0.2, "guidanceMostNoise": 0.9, "guidanceRescale": 0.7, \
        "solver": "ddim", "eta": 0.25, "schedule": "shifted:2.5", "steps": {"count": 7}, \
        "deadline": "2030-01-31T12:00:00Z", "format": "jpeg", "metadata": {"k": "v"}}\
        """;
    assertThat(good(line))
        .isEqualTo(
            GenerationRequest.newBuilder()
                .setId("a")
                .setModel("m")
                .setPrompt("p")
                .setPrompt2("q")
                .setPrompt3("r")
                .setNegativePrompt("n")
                .setClipSkip(1)
                .setMaxSequenceLength(99)
                .setClassLabel(3)
                .setCount(2)
                .setSeed(9007199254740993L)
                .setWidth(28)
                .setHeight(32)
                .setInitImage(new ClaimCheck("file:///a.png", 4L))
                .setStrength(0.5)
                .setGuidance(1.5)
                .setTrueGuidance(2.0)
                .setGuidanceLeastNoise(0.2)
                .setGuidanceMostNoise(0.9)
                .setGuidanceRescale(0.7)
                .setSolver("ddim")
                .setEta(0.25)
                .setSchedule("shifted:2.5")
                .setSteps(new FixedSteps(7))
                .setDeadline(Instant.parse("2030-01-31T12:00:00Z"))
                .setFormat(OutputFormat.JPEG)
                .setMetadata(Map.of("k", "v"))
                .build());
  }

  @Test
  void sendsAFilesBytesAsThePictureToBeginWith() throws IOException {
    Path file = Path.of("src/test/resources/golden/resampling/16x8.png");

    assertThat(good("{\"initImage\": \"%s\"}".formatted(file)).getInitImage())
        .isEqualTo(ByteBuffer.wrap(Files.readAllBytes(file)));
  }

  @Test
  void readsStepsInEachForm() {
    assertThat(good("{\"steps\": 12}").getSteps()).isEqualTo(new FixedSteps(12));
    assertThat(good("{\"steps\": {\"tolerance\": 0.02}}").getSteps())
        .isEqualTo(new AdaptiveSteps(0.02, 3, 50));
    assertThat(good("{\"steps\": {\"tolerance\": 1, \"minimum\": 4, \"maximum\": 9}}").getSteps())
        .isEqualTo(new AdaptiveSteps(1.0, 4, 9));
    assertThat(good("{\"steps\": null}").getSteps()).isNull();
  }

  @Test
  void fillsInIdsAndTheUsualModelAndSkipsEmptyLines() {
    RequestLines.Parsed parsed = parse("{}", "", "{\"model\": \"other\"}");
    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.requests())
        .extracting(GenerationRequest::getModel)
        .containsExactly("usual", "other");
    assertThat(parsed.requests()).extracting(GenerationRequest::getId).doesNotHaveDuplicates();
  }

  @Test
  void reportsAllThatIsWrongAtOnce() {
    RequestLines.Parsed parsed =
        parse(
            "{\"id\": \"a\", \"promt\": \"typo\", \"count\": \"two\", \"width\": 1.5}",
            "{\"id\": \"b\"}",
            "no JSON",
            "[1]",
            "{\"id\": \"a\", \"steps\": \"many\", \"metadata\": {\"k\": 1}}");
    assertThat(parsed.problems())
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).isEqualTo("line 1: unknown field promt; did you mean prompt?"),
            p -> assertThat(p).isEqualTo("line 1: count is \"two\", not a whole number"),
            p -> assertThat(p).isEqualTo("line 1: width is 1.5, not a whole number"),
            p -> assertThat(p).startsWith("line 3 is no JSON:"),
            p -> assertThat(p).isEqualTo("line 4 is no JSON object"),
            p -> assertThat(p).startsWith("line 5: steps is \"many\", not a number"),
            p -> assertThat(p).isEqualTo("line 5: metadata.k is 1, not text"),
            p -> assertThat(p).isEqualTo("line 5: id a is that of line 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"seed": 1.5}                        | seed is 1.5, not a whole number
          {"seed": 99999999999999999999}       | seed is 99999999999999999999, not a whole number
          {"count": 3000000000}                | count is 3000000000, not a whole number
          {"deadline": "tomorrow"}             | deadline is 'tomorrow', not a time
          {"deadline": true}                   | deadline is true, not milliseconds
          {"format": "webp"}                   | format is WEBP, not PNG or JPEG
          {"metadata": "x"}                    | metadata is "x", not an object
          {"steps": {"tolerance": 1, "min": 2}} | unknown field steps.min
          {"initImage": 3}                     | initImage is 3, not the name of a file or
          {"initImage": "none.png"}            | initImage: none.png (NoSuchFileException)
          {"initImage": "pom.xml"}             | initImage: pom.xml cannot be used: these
          {"id": "a", "id": "b"}               | line 1 is no JSON
          {} {}                                | line 1 is no JSON
          """)
  void refuses(String line, String problem) {
    assertThat(parse(line).problems()).singleElement().asString().contains(problem);
  }

  @Test
  void missesTheModelWhereThereIsNoUsualOne() {
    assertThat(RequestLines.parse(List.of("{}"), Optional.empty()).problems())
        .containsExactly("line 1: model is missing");
  }

  private static GenerationRequest good(String line) {
    RequestLines.Parsed parsed = parse(line);
    assertThat(parsed.problems()).isEmpty();
    return parsed.requests().getFirst();
  }

  private static RequestLines.Parsed parse(String... lines) {
    return RequestLines.parse(List.of(lines), Optional.of("usual"));
  }
}

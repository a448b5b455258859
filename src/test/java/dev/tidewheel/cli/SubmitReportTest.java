package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.Problem;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.testing.Records;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubmitReportTest {
  @Test
  void listsTheFilesOfARequest() {
    Outcome outcome =
        new Outcome(
            Records.event("r", EventKind.COMPLETED),
            List.of(
                Records.result("r", 0, new byte[] {1}), Records.result("r", 1, new byte[] {2})));
    Map<Integer, Path> files = Map.of(0, Path.of("out", "r-0.png"), 1, Path.of("out", "r-1.png"));
    assertThat(SubmitReport.of(outcome, files, List.of()).lines())
        .containsExactly(
            "r completed, 2 pictures",
            "  " + Path.of("out", "r-0.png"),
            "  " + Path.of("out", "r-1.png"));
    assertThat(SubmitReport.of(outcome, Map.of(), List.of()).lines())
        .containsExactly("r completed, 2 pictures");
  }

  @Test
  void saysWhatShouldBeKnownOnce() {
    List<String> notes = List.of("prompt: reads 77 tokens", "negativePrompt: is not read");
    Outcome outcome =
        new Outcome(
            Records.event("r", EventKind.COMPLETED),
            List.of(noted(0, notes), noted(1, notes), noted(2, List.of())));

    SubmitReport report = SubmitReport.of(outcome, Map.of(), List.of());

    assertThat(report.isGood()).isTrue();
    assertThat(report.lines())
        .containsExactly(
            "r completed, 3 pictures",
            "  note: prompt: reads 77 tokens",
            "  note: negativePrompt: is not read");
    assertThat(report.inTermsOfOptions().images().get(1).notes())
        .containsExactly("--prompt: reads 77 tokens", "--negative-prompt: is not read");
  }

  private static ImageResult noted(int index, List<String> notes) {
    return ImageResult.newBuilder(Records.result("r", index, new byte[] {1}))
        .setNotes(notes)
        .build();
  }

  @Test
  void namesFieldsToThoseWhoGaveFieldsAndOptionsToTheOthers() {
    RequestEvent refusal =
        RequestEvent.newBuilder(Records.event("r", EventKind.REFUSED))
            .setProblems(
                List.of(
                    new Problem("classLabel", "is 99; model m has classes 0 to 9"),
                    new Problem("steps.tolerance", "is NaN"),
                    new Problem("", "and that: is all")))
            .build();
    SubmitReport report = SubmitReport.of(new Outcome(refusal, List.of()), Map.of(), List.of());
    assertThat(report.lines())
        .containsExactly(
            "r refused, 0 pictures",
            "  classLabel: is 99; model m has classes 0 to 9",
            "  steps.tolerance: is NaN",
            "  and that: is all");
    assertThat(report.inTermsOfOptions().lines())
        .containsExactly(
            "r refused, 0 pictures",
            "  --class: is 99; model m has classes 0 to 9",
            "  --tolerance: is NaN",
            "  and that: is all");
  }
}

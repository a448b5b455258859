package dev.tidewheel.cli;

import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.client.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of one request.
 *
 * @param id its id
 * @param outcome completed, failed, refused, expired or cancelled
 * @param problems why, where it was not completed or a picture could not be saved
 * @param images its pictures
 */
record SubmitReport(String id, String outcome, List<String> problems, List<Image> images) {
  private static final String FIELD_ENDS = ": ";

  /**
   * A picture.
   *
   * @param index which of the request's
   * @param seed its seed
   * @param width in pixels
   * @param height in pixels
   * @param evaluations model evaluations spent
   * @param sha256 of the encoded picture
   * @param place where it lies: a file, an address, or empty where it is only in the log
   * @param notes what should be known about it
   */
  record Image(
      int index,
      long seed,
      int width,
      int height,
      int evaluations,
      String sha256,
      String place,
      List<String> notes) {
    Image inTermsOfOptions() {
      return new Image(
          index,
          seed,
          width,
          height,
          evaluations,
          sha256,
          place,
          notes.stream().map(OptionNames::inTermsOfOptions).toList());
    }
  }

  static SubmitReport of(Outcome outcome, Map<Integer, Path> files, List<String> notSaved) {
    List<String> problems = new ArrayList<>(notSaved);
    outcome
        .end()
        .getProblems()
        .forEach(
            problem ->
                problems.add(
                    problem.getField().isEmpty()
                        ? problem.getMessage()
                        : problem.getField() + FIELD_ENDS + problem.getMessage()));
    return new SubmitReport(
        outcome.end().getRequestId(),
        outcome.end().getKind().name().toLowerCase(Locale.ROOT),
        problems,
        outcome.images().stream().map(image -> image(image, files)).toList());
  }

  private static Image image(ImageResult result, Map<Integer, Path> files) {
    Path file = files.get(result.getIndex());
    String place =
        file != null
            ? file.toString()
            : result.getImage() instanceof ClaimCheck claim ? claim.getUri() : "";
    return new Image(
        result.getIndex(),
        result.getSeed(),
        result.getWidth(),
        result.getHeight(),
        result.getEvaluations(),
        result.getSha256(),
        place,
        List.copyOf(result.getNotes()));
  }

  boolean isGood() {
    return outcome.equals("completed") && problems.isEmpty();
  }

  /** The report to somebody who gave options and knows no fields. */
  SubmitReport inTermsOfOptions() {
    return new SubmitReport(
        id,
        outcome,
        problems.stream().map(OptionNames::inTermsOfOptions).toList(),
        images.stream().map(Image::inTermsOfOptions).toList());
  }

  /** Lines for people: how it ended, then each problem, each note, the place of each picture. */
  List<String> lines() {
    String pictures = images.size() == 1 ? "1 picture" : images.size() + " pictures";
    List<String> lines = new ArrayList<>();
    lines.add("%s %s, %s".formatted(id, outcome, pictures));
    problems.forEach(problem -> lines.add("  " + problem));
    images.stream()
        .flatMap(image -> image.notes().stream())
        .distinct()
        .forEach(note -> lines.add("  note: " + note));
    images.stream()
        .map(Image::place)
        .filter(place -> !place.isEmpty())
        .forEach(place -> lines.add("  " + place));
    return lines;
  }

  /** How many there are of each outcome, for people. */
  static String summary(List<SubmitReport> reports) {
    Map<String, Integer> counts = new TreeMap<>();
    reports.forEach(report -> counts.merge(report.outcome, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}

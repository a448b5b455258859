package dev.tidewheel.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the benchmark of adaptive steps found.
 *
 * @param settings what was measured
 * @param referenceEvaluations evaluations of the reference images
 * @param lines a line for each tolerance, the largest first
 * @param checks what must hold
 */
public record AdaptiveReport(
    AdaptiveBenchmarkSettings settings,
    int referenceEvaluations,
    List<Line> lines,
    List<Check> checks) {

  /**
   * One tolerance.
   *
   * @param tolerance the tolerance
   * @param evaluations mean number of evaluations
   * @param least fewest
   * @param most most
   * @param error mean over the images of the root mean square error, data scaled to [-1, 1]
   * @param eulerSteps the mean number of evaluations, rounded up
   * @param eulerError mean error of Euler with so many steps on an even grid
   */
  public record Line(
      double tolerance,
      double evaluations,
      int least,
      int most,
      double error,
      int eulerSteps,
      double eulerError) {}

  /**
   * Something that must hold at every tolerance.
   *
   * @param what what it is
   * @param holds whether it does
   */
  public record Check(String what, boolean holds) {}

  static AdaptiveReport of(
      AdaptiveBenchmarkSettings settings, int referenceEvaluations, List<Line> lines) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "evaluations vary by image",
            lines.stream().allMatch(line -> line.most() > line.least())));
    checks.add(new Check("they rise as the tolerance falls", rises(lines)));
    checks.add(
        new Check(
            "they stay within minimum and maximum",
            lines.stream()
                .allMatch(
                    line ->
                        line.least() >= settings.minimum() && line.most() <= settings.maximum())));
    checks.add(
        new Check(
            "the error is below Euler's with as many evaluations",
            lines.stream().allMatch(line -> line.error() < line.eulerError())));
    return new AdaptiveReport(settings, referenceEvaluations, lines, checks);
  }

  private static boolean rises(List<Line> lines) {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).evaluations() <= lines.get(i - 1).evaluations()) {
        return false;
      }
    }
    return true;
  }
}

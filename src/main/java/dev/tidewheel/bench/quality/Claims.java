package dev.tidewheel.bench.quality;

import dev.tidewheel.bench.quality.QualityReport.Claim;
import dev.tidewheel.bench.quality.QualityReport.Row;
import dev.tidewheel.bench.quality.QualityReport.Verdict;
import dev.tidewheel.bench.quality.QualityReport.Ways;
import dev.tidewheel.sampling.Steps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the field says of diffusion, flow matching, rectified flow and consistency models, held
 * against rows that were measured.
 *
 * <p>The first flow model is the base; a second one is taken for its reflow.
 *
 * @param ways shapes of the models' ways
 * @param rows measured rows
 */
record Claims(List<Ways> ways, List<Row> rows) {
  private static final Comparator<Row> BY_FID = Comparator.comparingDouble(Row::fid);
  private static final double FEWEST_USUAL = 4;
  private static final double FEW = 10;
  private static final double MANY = 20;
  private static final double VERY_FEW = 2;

  List<Claim> all() {
    return List.of(
        diffusionNeedsMore(),
        diffusionIsCurved(),
        straightPathHelps(),
        reflowStraightens(),
        reflowIsBetterAtFewSteps(),
        fewStepModelIsGoodAtOnce(),
        adaptiveStepsBeatEuler());
  }

  private static Claim claim(String text, boolean holds, String measured) {
    return new Claim(text, measured, holds ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD);
  }

  private static Claim unmeasured(String text, String missing) {
    return new Claim(text, missing, Verdict.NOT_MEASURED);
  }

  /** First order against first order: DDIM is Euler's step along diffusion's own path. */
  private Claim diffusionNeedsMore() {
    String text = "Diffusion needs 20 to 50 evaluations for what flow matching has with 4 to 10.";
    List<Row> flow =
        rows(
            row ->
                isOf(row, base().orElse(""))
                    && isEuler(row)
                    && row.evaluations() >= FEWEST_USUAL
                    && row.evaluations() <= FEW);
    List<Row> ddim = rows(row -> row.method().solver().equals("ddim"));
    if (flow.isEmpty() || ddim.isEmpty()) {
      return unmeasured(text, "needs a flow model and a diffusion model");
    }
    String measured =
        String.join("; ", flow.stream().map(row -> figures(row) + equalled(row, ddim)).toList())
            + ".";
    return firstAsGood(flow.getLast(), ddim)
        .map(row -> claim(text, row.evaluations() >= MANY, measured))
        .orElseGet(() -> new Claim(text, measured, Verdict.NOT_SHOWN));
  }

  private static Optional<Row> firstAsGood(Row flow, List<Row> ddim) {
    return ddim.stream()
        .filter(row -> row.fid() <= flow.fid())
        .min(Comparator.comparingDouble(Row::evaluations));
  }

  /** Diffusion that is never as good may need more, or may not be trained well enough. */
  private static String equalled(Row flow, List<Row> ddim) {
    return firstAsGood(flow, ddim)
        .map(row -> " of flow by Euler, diffusion by DDIM " + figures(row))
        .orElseGet(
            () ->
                text(
                    " of flow by Euler, diffusion by DDIM nowhere up to %.0f, its best %s",
                    ddim.stream().mapToDouble(Row::evaluations).max().orElseThrow(),
                    figures(ddim.stream().min(BY_FID).orElseThrow())));
  }

  private Claim diffusionIsCurved() {
    String text = "Diffusion's paths are curved, those of flow matching straighter.";
    Optional<Ways> flow = base().flatMap(name -> ways(name, true));
    Optional<Ways> diffusion =
        ways.stream().filter(way -> way.kind() == ModelKind.DIFFUSION && way.own()).findFirst();
    if (flow.isEmpty() || diffusion.isEmpty()) {
      return unmeasured(text, "needs a flow model and a diffusion model");
    }
    double curved = diffusion.get().shape().detour();
    double straighter = flow.get().shape().detour();
    return claim(
        text,
        curved > straighter,
        text(
            "Length of the way by the distance of its ends: %.3f on %s, %.3f on %s.",
            curved, diffusion.get().path(), straighter, flow.get().path()));
  }

  private Claim straightPathHelps() {
    String text = "The difference is the path alone: a diffusion model follows the straight one.";
    Optional<Row> straight =
        best(row -> row.kind() == ModelKind.DIFFUSION && !row.method().solver().equals("ddim"));
    Optional<Row> ddim =
        straight.flatMap(
            row ->
                rows.stream()
                    .filter(other -> other.method().solver().equals("ddim"))
                    .filter(other -> other.evaluations() == row.evaluations())
                    .findFirst());
    if (straight.isEmpty() || ddim.isEmpty()) {
      return unmeasured(text, "needs a diffusion model drawn both ways");
    }
    return claim(
        text,
        straight.get().fid() < ddim.get().fid(),
        "The same model: %s by %s, %s by %s."
            .formatted(
                figures(straight.get()),
                straight.get().method().title(),
                figures(ddim.get()),
                ddim.get().method().title()));
  }

  private Claim reflowStraightens() {
    String text = "Rectified flow straightens the paths further.";
    Optional<Ways> before = base().flatMap(name -> ways(name, true));
    Optional<Ways> after = reflow().flatMap(name -> ways(name, true));
    if (before.isEmpty() || after.isEmpty()) {
      return unmeasured(text, "needs two flow models");
    }
    double bent = before.get().shape().bend();
    double straight = after.get().shape().bend();
    return claim(text, straight < bent, text("Bend: %.4f before, %.4f after.", bent, straight));
  }

  private Claim reflowIsBetterAtFewSteps() {
    String text = "So it is better than the base at 1 to 4 evaluations.";
    List<Row> before = rows(row -> isAtFewEulerSteps(row) && isOf(row, base().orElse("")));
    List<Row> after = rows(row -> isAtFewEulerSteps(row) && isOf(row, reflow().orElse("")));
    if (before.isEmpty() || before.size() != after.size()) {
      return unmeasured(text, "needs two flow models");
    }
    boolean better = true;
    StringBuilder measured = new StringBuilder();
    for (int i = 0; i < before.size(); i++) {
      better &= after.get(i).fid() < before.get(i).fid();
      measured.append(
          text(
              "%sFID %.1f against %.1f with %.0f",
              i == 0 ? "" : ", ",
              after.get(i).fid(),
              before.get(i).fid(),
              before.get(i).evaluations()));
    }
    return claim(text, better, measured + ".");
  }

  private Claim fewStepModelIsGoodAtOnce() {
    String text = "Consistency models need one or two evaluations, with some loss of quality.";
    List<Row> leaps =
        rows(row -> row.kind() == ModelKind.FEW_STEP && row.evaluations() <= VERY_FEW);
    Optional<Row> flow = best(row -> row.kind() == ModelKind.FLOW);
    if (leaps.isEmpty() || flow.isEmpty()) {
      return unmeasured(text, "needs a few-step model and a flow model");
    }
    Row leap = leaps.stream().min(BY_FID).get();
    boolean best =
        rows(row -> row.kind() == ModelKind.FLOW && row.evaluations() <= VERY_FEW).stream()
            .allMatch(row -> row.fid() > leap.fid());
    return claim(
        text,
        best && leap.fid() > flow.get().fid(),
        "%s; the best flow: %s."
            .formatted(
                String.join("; ", leaps.stream().map(Claims::figures).toList()),
                figures(flow.get())));
  }

  private Claim adaptiveStepsBeatEuler() {
    String text = "Steps that adapt have a smaller error than as many or more Euler steps.";
    boolean better = true;
    List<String> measured = new ArrayList<>();
    for (Row row : rows(row -> row.method().steps() instanceof Steps.Adaptive)) {
      Optional<Row> euler = eulerWithAsMany(row);
      if (euler.isPresent()) {
        better &= error(row) < error(euler.get());
        measured.add(
            text(
                "%s: error %.3f with %.1f evaluations, Euler %.3f with %.0f",
                row.model(),
                error(row),
                row.evaluations(),
                error(euler.get()),
                euler.get().evaluations()));
      }
    }
    return measured.isEmpty()
        ? unmeasured(text, "needs rows of Euler with as many evaluations")
        : claim(text, better, String.join("; ", measured) + ".");
  }

  private Optional<Row> eulerWithAsMany(Row adaptive) {
    return rows.stream()
        .filter(row -> isOf(row, adaptive.model()) && isEuler(row))
        .filter(row -> row.evaluations() >= adaptive.evaluations())
        .min(Comparator.comparingDouble(Row::evaluations));
  }

  private static double error(Row row) {
    Double error = row.error();
    return error == null ? Double.NaN : error;
  }

  private static boolean isAtFewEulerSteps(Row row) {
    return isEuler(row) && row.evaluations() <= 4;
  }

  private static boolean isEuler(Row row) {
    return row.method().solver().equals("euler");
  }

  private Optional<String> base() {
    return flows().findFirst();
  }

  private Optional<String> reflow() {
    return flows().skip(1).findFirst();
  }

  private Stream<String> flows() {
    return rows.stream().filter(row -> row.kind() == ModelKind.FLOW).map(Row::model).distinct();
  }

  private static boolean isOf(Row row, String model) {
    return row.model().equals(model);
  }

  private List<Row> rows(Predicate<Row> which) {
    return rows.stream().filter(which).toList();
  }

  private Optional<Row> best(Predicate<Row> which) {
    return rows.stream().filter(which).min(BY_FID);
  }

  private Optional<Ways> ways(String model, boolean own) {
    return ways.stream().filter(way -> way.model().equals(model) && way.own() == own).findFirst();
  }

  private static String figures(Row row) {
    return text("FID %.1f with %.1f evaluations", row.fid(), row.evaluations());
  }

  private static String text(String format, Object... numbers) {
    return String.format(Locale.ROOT, format, numbers);
  }
}

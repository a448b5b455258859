package dev.tidewheel.bench.quality;

import dev.tidewheel.bench.Machine;
import dev.tidewheel.bench.quality.QualityReport.Row;
import dev.tidewheel.bench.quality.QualityReport.Ways;
import java.util.List;

/** Rows of a made-up run of all four models. */
public final class Rows {
  private static final StepProfile PROFILE =
      new StepProfile(new int[] {0, 0, 0, 4, 6}, new double[] {0.1, Double.NaN, 0.3});

  private Rows() {}

  static Row flow(String model, int steps, double fid) {
    return row(model, ModelKind.FLOW, Method.fixed("euler, linear", "euler", "linear", steps), fid);
  }

  static Row ddim(int steps, double fid) {
    return row("ddpm", ModelKind.DIFFUSION, Method.fixed("ddim", "ddim", "model", steps), fid);
  }

  static Row straight(int steps, double fid) {
    return row("ddpm", ModelKind.DIFFUSION, Method.fixed("ab2", "ab2", "linear", steps), fid);
  }

  static Row leap(int steps, double fid) {
    Row row = row("few", ModelKind.FEW_STEP, Method.own(steps), fid);
    return new Row(
        row.model(), row.kind(), row.method(), steps, steps, steps, fid, 0.9, null, 1, PROFILE);
  }

  static Row adaptive(String model, double evaluations, double error) {
    return new Row(
        model,
        ModelKind.FLOW,
        Method.adaptive("ab2", 0.05),
        evaluations,
        3,
        4,
        9,
        0.8,
        error,
        1,
        PROFILE);
  }

  /** A row whose error is a tenth of its FID. */
  private static Row row(String model, ModelKind kind, Method method, double fid) {
    int steps = Integer.parseInt(method.amount());
    return new Row(model, kind, method, steps, steps, steps, fid, 0.8, fid / 10, 12.34, PROFILE);
  }

  static List<Ways> ways(double base, double reflow, double diffusion) {
    return List.of(
        way("base", ModelKind.FLOW, "rectified", true, base),
        way("reflow", ModelKind.FLOW, "rectified", true, reflow),
        way("ddpm", ModelKind.DIFFUSION, "rectified", false, base),
        way("ddpm", ModelKind.DIFFUSION, "variance-preserving", true, diffusion));
  }

  private static Ways way(String model, ModelKind kind, String path, boolean own, double bend) {
    return new Ways(model, kind, path, own, new PathShape(bend, 1 + bend));
  }

  /** A report of which every claim holds. */
  public static QualityReport report() {
    List<Row> rows =
        List.of(
            flow("base", 1, 90),
            flow("base", 4, 20),
            flow("base", 10, 9),
            adaptive("base", 3.6, 0.5),
            flow("reflow", 1, 50),
            flow("reflow", 4, 12),
            ddim(10, 40),
            ddim(20, 12),
            ddim(50, 8.5),
            straight(10, 11),
            leap(1, 30),
            leap(2, 15));
    List<Ways> ways = ways(0.06, 0.01, 0.2);
    return new QualityReport(
        true,
        1000,
        32,
        60,
        new Machine(2, "a processor", "a system", "a Java", "2.7.1"),
        ways,
        List.of(new PathFamily("rectified", 1.2, 1.4, 0.05, 0.05)),
        rows,
        List.of(new QualityReport.Skipped("none", "it is not there")),
        new Claims(ways, rows).all());
  }
}

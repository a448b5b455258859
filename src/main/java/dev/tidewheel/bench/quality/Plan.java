package dev.tidewheel.bench.quality;

import static dev.tidewheel.bench.quality.Method.adaptive;
import static dev.tidewheel.bench.quality.Method.fixed;
import static dev.tidewheel.bench.quality.Method.own;

import java.util.List;

/** Which rows are measured: with the four demo models 24 in full, 8 for a quick look. */
final class Plan {
  /** The solver whose steps adapt where a model is not calibrated. */
  static final String GENERAL = "ab2";

  private static final String AB2 = "ab2, shifted:2";
  private static final String STRAIGHT = "ab2 on the straight path";

  private Plan() {}

  /**
   * The rows of a model.
   *
   * @param adaptive the solver whose steps adapt
   * @param quick for a quick look
   */
  static List<Method> of(ModelKind kind, String adaptive, boolean quick) {
    return switch (kind) {
      case FLOW -> quick ? quickFlow(adaptive) : flow(adaptive);
      case DIFFUSION -> quick ? List.of(ddim(10), ddim(50)) : diffusion();
      case FEW_STEP -> quick ? List.of(own(1), own(2)) : List.of(own(1), own(2), own(4));
    };
  }

  /**
   * What errors are measured against: for flows a solver of third order, for diffusion its own
   * sampler, which bounds the data as training did, where a plain solver goes astray in the noise.
   *
   * @param evaluations most evaluations that it takes
   */
  static Method reference(ModelKind kind, int evaluations) {
    return kind == ModelKind.DIFFUSION
        ? ddim(evaluations)
        : fixed("reference", "bosh3", "linear", evaluations / 3);
  }

  private static List<Method> flow(String adaptive) {
    return List.of(
        euler(1),
        euler(2),
        euler(4),
        euler(10),
        ab2(4),
        ab2(10),
        adaptive(adaptive, 0.05),
        adaptive(adaptive, 0.02));
  }

  private static List<Method> quickFlow(String adaptive) {
    return List.of(euler(2), adaptive(adaptive, 0.05));
  }

  private static List<Method> diffusion() {
    return List.of(ddim(5), ddim(10), ddim(20), ddim(50), fixed(STRAIGHT, "ab2", "shifted:2", 10));
  }

  private static Method euler(int steps) {
    return fixed("euler, linear", "euler", "linear", steps);
  }

  private static Method ab2(int steps) {
    return fixed(AB2, "ab2", "shifted:2", steps);
  }

  private static Method ddim(int steps) {
    return fixed("ddim", "ddim", "model", steps);
  }
}

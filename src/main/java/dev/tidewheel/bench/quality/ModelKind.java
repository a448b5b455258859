package dev.tidewheel.bench.quality;

import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.RectifiedPath;

/** What sort of model a folder holds, as its own files say. */
public enum ModelKind {
  /** Answers with the velocity of the rectified path, and is sampled by following it. */
  FLOW,
  /** Was trained on another path, or answers with something else. */
  DIFFUSION,
  /** Answers as a flow, but is sampled by leaps with fresh noise between them. */
  FEW_STEP;

  private static final String FOLLOWS = "euler";

  static ModelKind of(Recipe recipe) {
    if (!(recipe.parametrisation().path() instanceof RectifiedPath)
        || recipe.parametrisation().prediction() != DirectPrediction.VELOCITY) {
      return DIFFUSION;
    }
    return recipe.solver().name().equals(FOLLOWS) ? FLOW : FEW_STEP;
  }
}

package dev.tidewheel.bench.quality;

import dev.tidewheel.model.ModelDescription;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.path.RectifiedPath;

/** What sort of model a folder holds, as its own files say. */
public enum ModelKind {
  /** Answers with the velocity of the rectified path, and is sampled by following it. */
  FLOW,
  /** Was trained on another path, or answers with something else. */
  DIFFUSION,
  /** Answers as a flow, but was distilled for the one or two steps that its files propose. */
  FEW_STEP;

  private static final int FEW = 2;

  static ModelKind of(ModelDescription model) {
    Parametrisation trained = model.recipe().parametrisation();
    if (!(trained.path() instanceof RectifiedPath)
        || trained.prediction() != DirectPrediction.VELOCITY) {
      return DIFFUSION;
    }
    return model.defaults().steps().orElse(Integer.MAX_VALUE) <= FEW ? FEW_STEP : FLOW;
  }
}

package dev.tidewheel.model.pipeline;

/** How a model is guided. */
public enum Guidance {
  /** It has nothing to guide away from. */
  NONE,
  /** By the difference of two outputs. */
  CLASSIFIER_FREE,
  /** It is told the scale; and by the difference of two outputs where both are wanted. */
  TOLD,
  /** As told, but the network has no input for the scale. */
  UNHEARD,
  /** It is told the scale, and that is all. */
  TOLD_ONLY
}

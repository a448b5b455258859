package dev.tidewheel.engine;

/**
 * How the engine runs.
 *
 * @param batch most images in a tick
 * @param deterministic whether each image is evaluated by itself, so that its bytes cannot depend
 *     on its company
 */
public record EngineSettings(int batch, boolean deterministic) {
  /** Refuses a batch that holds nothing. */
  public EngineSettings {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be 1 or more, was " + batch);
    }
  }
}

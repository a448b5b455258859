package dev.tidewheel.engine;

/**
 * How the engine runs.
 *
 * @param batch most images in a tick
 * @param deterministic whether each image is evaluated by itself, so that its bytes cannot depend
 *     on its company
 * @param textBytes bytes on the device for what prompts became, so that none is read twice
 */
public record EngineSettings(int batch, boolean deterministic, long textBytes) {
  /** Room for 32 prompts of the longest kind. */
  public static final long USUAL_TEXT_BYTES = 256L << 20;

  /** With the usual room for prompts. */
  public EngineSettings(int batch, boolean deterministic) {
    this(batch, deterministic, USUAL_TEXT_BYTES);
  }

  /** Refuses a batch that holds nothing. */
  public EngineSettings {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be 1 or more, was " + batch);
    }
  }
}

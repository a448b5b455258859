package dev.tidewheel.model.pipeline;

/**
 * A part that a pipeline cannot do without.
 *
 * @param part its name in {@code model_index.json}
 * @param library the library of its class
 * @param type its class
 */
record Component(String part, String library, String type) {
  static Component ofDiffusers(String part, String type) {
    return new Component(part, "diffusers", type);
  }

  static Component ofTransformers(String part, String type) {
    return new Component(part, "transformers", type);
  }
}

package dev.tidewheel.model.pipeline;

import java.util.OptionalInt;

/**
 * A prompt as it is written: a text for each encoder that may have its own.
 *
 * @param first what the first encoder reads
 * @param second what the second reads
 * @param third what the third reads
 * @param clipSkip last layers that CLIP encoders leave out
 * @param length tokens that the T5 encoder reads; empty for the usual number
 */
public record PromptTexts(
    String first, String second, String third, int clipSkip, OptionalInt length) {}

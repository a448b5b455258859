package dev.tidewheel.admission;

import dev.tidewheel.sampling.Steps;
import java.util.Optional;

/**
 * What a request says about its pictures; what it does not say is empty.
 *
 * @param prompt what the pictures show
 * @param negativePrompt what they must not show
 * @param classLabel class to draw
 * @param count number of pictures
 * @param seed seed of the first
 * @param width in pixels
 * @param height in pixels
 * @param guidance classifier-free guidance scale
 * @param solver name of the solver
 * @param schedule name of the schedule
 * @param steps how many
 */
public record Ask(
    Optional<String> prompt,
    Optional<String> negativePrompt,
    Optional<Integer> classLabel,
    int count,
    long seed,
    Optional<Integer> width,
    Optional<Integer> height,
    Optional<Double> guidance,
    Optional<String> solver,
    Optional<String> schedule,
    Optional<Steps> steps) {}

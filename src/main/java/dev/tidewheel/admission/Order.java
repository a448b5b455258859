package dev.tidewheel.admission;

import dev.tidewheel.sampling.Sampling;

/**
 * A request in full: nothing is left open.
 *
 * @param count number of pictures
 * @param seed seed of the first; picture i has seed + i
 * @param width in pixels
 * @param height in pixels
 * @param label class label of the conditional evaluation
 * @param noLabel class label of the unconditional evaluation
 * @param sampling how each picture is drawn
 */
public record Order(
    int count, long seed, int width, int height, double label, double noLabel, Sampling sampling) {}

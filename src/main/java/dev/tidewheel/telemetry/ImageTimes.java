package dev.tidewheel.telemetry;

/**
 * Where the time of a picture went, in nanoseconds. The parts follow one another.
 *
 * @param queued in the log
 * @param waiting in the worker, for the first tick
 * @param reading of its prompts by text encoders, and of the picture that it begins with; none
 *     where neither had to be done
 * @param sampling in ticks
 * @param decoding from latents to pixels
 * @param encoding from pixels to a file's bytes
 */
public record ImageTimes(
    long queued, long waiting, long reading, long sampling, long decoding, long encoding) {}

package dev.tidewheel.engine;

import dev.tidewheel.sampling.Evaluation;
import java.util.OptionalDouble;

/**
 * One evaluation of one image.
 *
 * @param sigma where the network saw it
 * @param span the solver step that it belongs to
 * @param guided whether the network saw it without conditioning, too
 * @param error error estimate in the unit of the tolerance, where one was made
 * @param accepted false where the step was rejected
 * @param nanos length of the tick
 * @param batch images in the tick
 */
public record TracePoint(
    double sigma,
    Evaluation.Span span,
    boolean guided,
    OptionalDouble error,
    boolean accepted,
    long nanos,
    int batch) {}

/**
 * The mathematics of sampling: paths, predictions, schedules, solvers, step control, guidance,
 * seeded noise.
 *
 * <p>Pure: numbers in, numbers out. Nothing here knows a device, a thread, a clock or a log. Values
 * are immutable and may be shared freely.
 *
 * <p>Conventions: time is {@code sigma}, from 1 (noise) to 0 (data) on flow paths; {@code velocity}
 * is the derivative of the state by sigma, which on the rectified path is {@code noise - data}.
 * Times and coefficients are doubles.
 */
@NullMarked
package dev.tidewheel.sampling;

import org.jspecify.annotations.NullMarked;

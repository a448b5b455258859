/**
 * Fits solvers to a model: reference paths of probe images, regression of rows and places, the
 * error that each way reaches, and the table beside the model that holds them.
 *
 * <p>Everything but {@link dev.tidewheel.calibration.NetworkField} is plain arithmetic on arrays.
 * Nothing here is shared between threads.
 */
@NullMarked
package dev.tidewheel.calibration;

import org.jspecify.annotations.NullMarked;

/**
 * The solver whose places and rows are fitted to a model, and the table that it reads.
 *
 * <p>How the table is made is not decided here. Values are immutable.
 */
@NullMarked
package dev.tidewheel.sampling.calibrated;

import org.jspecify.annotations.NullMarked;

/**
 * Records in: requests from a share group, each acknowledged by itself, and cancellations.
 *
 * <p>A {@link dev.tidewheel.intake.Feeder} and {@link dev.tidewheel.intake.Cancellations} each run
 * on a thread of their own, which may be virtual; everything else here may be called from any
 * thread and never blocks.
 */
@NullMarked
package dev.tidewheel.intake;

import org.jspecify.annotations.NullMarked;

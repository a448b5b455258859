/**
 * The schedules: where a way of so many steps stops, and what the network is told there.
 *
 * <p>A schedule lays a {@link dev.tidewheel.sampling.Grid}; {@link
 * dev.tidewheel.sampling.schedule.Schedules} finds it by name. Values are immutable.
 */
@NullMarked
package dev.tidewheel.sampling.schedule;

import org.jspecify.annotations.NullMarked;

/**
 * What a worker counts and times.
 *
 * <p>{@link dev.tidewheel.telemetry.Metric} lists every metric; {@link
 * dev.tidewheel.telemetry.Telemetry} is how the rest reports to it. The registry is given, never
 * global. {@code docs/metrics.md} is generated from the list, and a test compares them.
 *
 * <p>Threads: any thread may report.
 */
@NullMarked
package dev.tidewheel.telemetry;

import org.jspecify.annotations.NullMarked;

package dev.tidewheel.telemetry;

/**
 * Where the time of a tick went, in nanoseconds.
 *
 * @param forward in the network
 * @param solver in everything else that the tick did
 * @param waited since the end of the tick before
 * @param exact whether the device was waited for between forward and solver; where it was not, the
 *     two say when calls returned, not when the work was done
 */
public record TickTimes(long forward, long solver, long waited, boolean exact) {}

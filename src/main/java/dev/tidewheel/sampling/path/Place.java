package dev.tidewheel.sampling.path;

/**
 * A place on a path.
 *
 * @param time the path's own time
 * @param level what a state holds there
 * @param slope derivatives of the two weights by the path's time
 */
public record Place(double time, Level level, Level slope) {}

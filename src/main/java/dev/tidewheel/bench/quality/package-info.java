/**
 * Measures what pictures are worth: how like real ones they are, how far from the exact end of
 * their path, and how straight the paths are.
 *
 * <p>Pictures come from the engine, errors and paths from the same solvers in doubles.
 *
 * <p>Threading: a benchmark belongs to the thread that runs it; pictures are collected on the
 * engine's thread.
 */
@NullMarked
package dev.tidewheel.bench.quality;

import org.jspecify.annotations.NullMarked;

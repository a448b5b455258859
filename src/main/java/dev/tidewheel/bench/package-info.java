/**
 * Measures what the program promises: the engine and the log against the network's own speed, and
 * adaptive steps against fixed ones.
 *
 * <p>Whatever is compared is measured in the same process, the variants in turn and several times,
 * so that a machine that drifts hits them alike.
 *
 * <p>Threading: a benchmark belongs to the thread that runs it. Images are handed over and counted
 * on the engine's thread, answers on the client's.
 */
@NullMarked
package dev.tidewheel.bench;

import org.jspecify.annotations.NullMarked;

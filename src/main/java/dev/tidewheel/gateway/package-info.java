/**
 * HTTP: is the worker alive, is it ready, what does it measure.
 *
 * <p>Threads: requests arrive on an event loop and are answered on Vert.x' worker pool, so that a
 * slow answer blocks nobody. The functions that give health and metrics must bear any thread.
 */
@NullMarked
package dev.tidewheel.gateway;

import org.jspecify.annotations.NullMarked;

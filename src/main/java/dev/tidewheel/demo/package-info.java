/**
 * The demo: a broker, a worker and a client in one process, and requests of every kind in one
 * batch.
 *
 * <p>Threading: a run belongs to the thread that started it; what it hears from the client comes on
 * the client's threads and is collected in futures.
 */
@NullMarked
package dev.tidewheel.demo;

import org.jspecify.annotations.NullMarked;

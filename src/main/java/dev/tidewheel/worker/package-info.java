/**
 * The worker: wires the log, the engine and the stores together, and starts and stops them in
 * order.
 *
 * <p>A request's life: {@link dev.tidewheel.worker.Reception} decodes and judges it on a feeder's
 * thread; {@link dev.tidewheel.worker.Job} follows its images from the engine through encoding to
 * the log, and acknowledges the delivery when the log has everything.
 *
 * <p>Threading: feeders run on virtual threads of their own, the engine on a platform thread,
 * encoding and publishing on virtual threads. What they share (jobs, the books of requests and of
 * answered records, the outbox) guards itself.
 */
@NullMarked
package dev.tidewheel.worker;

import org.jspecify.annotations.NullMarked;

/**
 * The device loop: images of different requests, step counts and solvers in one batch, one network
 * evaluation a tick.
 *
 * <p>A tick picks one group (a model and a latent shape), gathers the inputs of its images from
 * their registers, runs the network once, and replaces the registers by the rows that the images'
 * solvers ask for. State stays on the device: a tick uploads one matrix of coefficients and
 * downloads one of error norms. Finished images leave at once and newcomers join at the next tick.
 *
 * <p>Threading: everything that touches the device runs on the engine's own thread, but for
 * evaluations on the CPU, which its {@link dev.tidewheel.engine.Crew} shares while that thread
 * waits. {@link dev.tidewheel.engine.Engine}'s methods may be called from any thread; listeners are
 * called on the engine's thread and must be quick.
 */
@NullMarked
package dev.tidewheel.engine;

import org.jspecify.annotations.NullMarked;

/**
 * The solvers: how an image goes from stop to stop, by fixed steps or by steps of its own.
 *
 * <p>A solver describes evaluations as rows over registers and carries nothing out; {@link
 * dev.tidewheel.sampling.solver.Solvers} finds it by name. Values are immutable.
 */
@NullMarked
package dev.tidewheel.sampling.solver;

import org.jspecify.annotations.NullMarked;

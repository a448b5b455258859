/** Tests of the mathematics, against exact velocities of Gaussian mixtures. */
@NullUnmarked
package dev.tidewheel.sampling.solver;

import org.jspecify.annotations.NullUnmarked;

/** Tests of the mathematics, against exact velocities of Gaussian mixtures. */
@NullUnmarked
package dev.tidewheel.sampling.schedule;

import org.jspecify.annotations.NullUnmarked;

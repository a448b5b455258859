/**
 * The probability paths between data and noise: how much of each a state holds at a time.
 *
 * <p>Continuous ones and the tables of discrete training. They know nothing of networks or solvers.
 */
@NullMarked
package dev.tidewheel.sampling.path;

import org.jspecify.annotations.NullMarked;

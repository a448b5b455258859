/**
 * The schedulers of diffusers as recipes: from each scheduler's configuration file what the output
 * means, what time the network is told, and which solver and grid the folder proposes.
 *
 * <p>Threading: values only.
 */
@NullMarked
package dev.tidewheel.model.scheduler;

import org.jspecify.annotations.NullMarked;

/** Kafka in, pictures out: flow-matching image generation with adaptive steps in a shared batch. */
@NullMarked
package dev.tidewheel;

import org.jspecify.annotations.NullMarked;

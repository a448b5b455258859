/** Tests of the benchmarks: that they measure what they say. */
@NullUnmarked
package dev.tidewheel.bench;

import org.jspecify.annotations.NullUnmarked;

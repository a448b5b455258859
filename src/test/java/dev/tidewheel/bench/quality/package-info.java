/** Tests of the benchmark of quality: its figures against closed forms. */
@NullUnmarked
package dev.tidewheel.bench.quality;

import org.jspecify.annotations.NullUnmarked;

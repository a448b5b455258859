/** Tests of what a judge says of pictures, against closed forms. */
@NullUnmarked
package dev.tidewheel.bench.likeness;

import org.jspecify.annotations.NullUnmarked;

/** Tests of the device loop with small networks whose answers are known. */
@NullUnmarked
package dev.tidewheel.engine;

import org.jspecify.annotations.NullUnmarked;

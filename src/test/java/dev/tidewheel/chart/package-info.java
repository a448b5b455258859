/** Tests of the plots: that their files can be read. */
@NullUnmarked
package dev.tidewheel.chart;

import org.jspecify.annotations.NullUnmarked;

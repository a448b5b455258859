/**
 * Plots of what benchmarks measured, as SVG and PNG.
 *
 * <p>Works without a screen, but needs fonts, which slim containers lack.
 *
 * <p>Threading: a figure belongs to the thread that made it.
 */
@NullMarked
package dev.tidewheel.chart;

import org.jspecify.annotations.NullMarked;

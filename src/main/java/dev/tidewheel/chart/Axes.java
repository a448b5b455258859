package dev.tidewheel.chart;

/**
 * What stands around a plot.
 *
 * @param title above it
 * @param x below it
 * @param y beside it
 */
public record Axes(String title, String x, String y) {}

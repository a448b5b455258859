package dev.tidewheel.admission;

/**
 * What one request may ask for.
 *
 * @param pixels width times height
 * @param count pictures
 * @param steps solver steps, or evaluations of adaptive steps
 * @param promptLength characters of a prompt
 */
public record Limits(int pixels, int count, int steps, int promptLength) {}

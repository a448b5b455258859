package dev.tidewheel.calibration;

/**
 * Where a calibration comes from.
 *
 * @param model name of the model
 * @param weights SHA-256 over the model's weight files, in hexadecimal digits
 */
public record Provenance(String model, String weights) {}

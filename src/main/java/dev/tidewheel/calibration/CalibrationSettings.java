package dev.tidewheel.calibration;

/**
 * How a table is made.
 *
 * @param probes number of probe images
 * @param seed seed of the first; the others follow it
 * @param referenceSteps steps of the paths that are taken for exact, at four evaluations each
 * @param refined ways of up to so many evaluations are fitted jointly, which costs most
 */
public record CalibrationSettings(int probes, long seed, int referenceSteps, int refined) {}

package dev.tidewheel.calibration;

import java.util.List;

/**
 * How a model is calibrated.
 *
 * @param guidance guidance scales that get a table, the smallest first
 * @param probes number of probe images
 * @param seed seed of the first; the others follow it
 * @param referenceSteps steps of the paths that are taken for exact, at four evaluations each
 * @param refined ways of up to so many evaluations are fitted jointly, which costs most
 */
public record CalibrationSettings(
    List<Double> guidance, int probes, long seed, int referenceSteps, int refined) {
  /** Copies the list. */
  public CalibrationSettings {
    guidance = List.copyOf(guidance);
  }
}

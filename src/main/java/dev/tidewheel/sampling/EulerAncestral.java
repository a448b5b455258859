package dev.tidewheel.sampling;

/**
 * Euler's step, shortened, and fresh noise up to where the step leads (ancestral sampling; Karras et
 * al. 2022, arXiv 2206.00364, appendix B, as Crowson's k-diffusion takes it).
 *
 * <p>With r the noise for a unit of data, r' the one that the step leads to, and {@code p = r' / r}:
 * {@code x' = a' D + s' (p N + sqrt(1 - p^2) z)}.
 */
final class EulerAncestral implements SingleStepSolver {
  @Override
  public String name() {
    return "euler-ancestral";
  }

  @Override
  public Row step(Flow flow, Sight sight, Place to, boolean last) {
    Level from = sight.level();
    Level level = to.level();
    double kept = level.noise() * from.data() / (level.data() * from.noise());
    double fresh = Math.sqrt(Math.max(0, 1 - kept * kept));
    Row noise = sight.estimate().noise().times(kept).plus(fresh, Row.FRESH);
    return sight.boundedData().times(level.data()).plus(level.noise(), noise);
  }
}

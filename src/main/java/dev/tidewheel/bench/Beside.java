package dev.tidewheel.bench;

/**
 * A pass, and the speed that the network alone had before and after it.
 *
 * @param pass the pass
 * @param alone evaluations a second of the network alone
 */
record Beside(Pass pass, double alone) {
  /** Evaluations a second as a share of the network's own. */
  double share() {
    return pass.evaluationsPerSecond() / alone;
  }

  /** The same without the time that went into reading prompts and decoding latents. */
  double samplingShare() {
    return share() * pass.nanos() / (pass.nanos() - pass.ticks().asideNanos());
  }
}

package dev.tidewheel.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads prompts that are not known yet. */
final class Reading {
  private static final Logger LOGGER = LoggerFactory.getLogger(Reading.class);

  private final Network network;
  private final Readings readings;
  private final int largest;

  /**
   * Reads for a network.
   *
   * @param readings where it keeps what it has read
   * @param largest most prompts at once
   */
  Reading(Network network, Readings readings, int largest) {
    this.network = network;
    this.readings = readings;
    this.largest = largest;
  }

  /** Reads prompts, and gives the causes of those that could not be read. */
  Map<Prompt, RuntimeException> read(List<Prompt> prompts) {
    Map<Prompt, RuntimeException> failures = new HashMap<>();
    for (int from = 0; from < prompts.size(); from += largest) {
      read(prompts.subList(from, Math.min(from + largest, prompts.size())), failures);
    }
    return failures;
  }

  /**
   * A batch that fails is tried again in halves: the device may have no room for all of it, or one
   * of its prompts cannot be read.
   */
  private void read(List<Prompt> batch, Map<Prompt, RuntimeException> failures) {
    try (NDManager scope = NDManager.newBaseManager(network.device(), "PyTorch")) {
      NDArray rows = reader().read(batch, scope);
      for (int i = 0; i < batch.size(); i++) {
        readings.put(network, batch.get(i), rows.get(i).duplicate());
      }
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        LOGGER.error("A prompt of model {} cannot be read", network.name(), e);
        failures.put(batch.getFirst(), e);
        return;
      }
      int half = batch.size() / 2;
      read(batch.subList(0, half), failures);
      read(batch.subList(half, batch.size()), failures);
    }
  }

  private TextReader reader() {
    return network
        .reader()
        .orElseThrow(() -> new IllegalStateException("model " + network.name() + " reads no text"));
  }
}

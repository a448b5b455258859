package dev.tidewheel.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Reads prompts that are not known yet. */
final class Reading {
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

  void read(List<Prompt> prompts) {
    TextReader reader =
        network
            .reader()
            .orElseThrow(
                () -> new IllegalStateException("model " + network.name() + " reads no text"));
    for (int from = 0; from < prompts.size(); from += largest) {
      read(reader, prompts.subList(from, Math.min(from + largest, prompts.size())));
    }
  }

  /** A batch that fails is tried again in halves: the device may have no room for all of it. */
  private void read(TextReader reader, List<Prompt> batch) {
    try (NDManager scope = NDManager.newBaseManager(network.device(), "PyTorch")) {
      NDArray rows = reader.read(batch, scope);
      for (int i = 0; i < batch.size(); i++) {
        readings.put(network, batch.get(i), rows.get(i).duplicate());
      }
    } catch (EngineException e) {
      if (batch.size() == 1) {
        throw e;
      }
      int half = batch.size() / 2;
      read(reader, batch.subList(0, half));
      read(reader, batch.subList(half, batch.size()));
    }
  }
}

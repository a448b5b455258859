package dev.tidewheel.engine;

import ai.djl.ndarray.NDArray;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What prompts became, on the device: those used last stay while there is room. */
final class Readings implements AutoCloseable {
  private final long limit;
  private final Map<Key, NDArray> rows = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private long bytes;

  private record Key(Network network, Prompt prompt) {}

  /**
   * Holds nothing yet.
   *
   * @param limit bytes to which {@link #trim} returns
   */
  Readings(long limit) {
    this.limit = limit;
  }

  boolean has(Network network, Prompt prompt) {
    return rows.containsKey(new Key(network, prompt));
  }

  /** The row of a prompt, float32 [elements]; it stays the cache's. */
  Optional<NDArray> find(Network network, Prompt prompt) {
    return Optional.ofNullable(rows.get(new Key(network, prompt)));
  }

  /** Takes a row over. */
  void put(Network network, Prompt prompt, NDArray row) {
    row.detach();
    bytes += size(row);
    NDArray before = rows.put(new Key(network, prompt), row);
    if (before != null) {
      release(before);
    }
  }

  /** Forgets what was used longest ago until the rest fits. */
  void trim() {
    Iterator<NDArray> oldest = rows.values().iterator();
    while (bytes > limit && oldest.hasNext()) {
      NDArray row = oldest.next();
      oldest.remove();
      release(row);
    }
  }

  private void release(NDArray row) {
    bytes -= size(row);
    row.close();
  }

  private static long size(NDArray row) {
    return row.size() * Float.BYTES;
  }

  @Override
  public void close() {
    rows.values().forEach(NDArray::close);
    rows.clear();
    bytes = 0;
  }
}

package dev.tidewheel.worker;

import dev.tidewheel.storage.ImageStore;
import dev.tidewheel.storage.StorageException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that fails as often as it is told. */
final class FakeStore implements ImageStore {
  final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final AtomicInteger failures;

  FakeStore(int failures) {
    this.failures = new AtomicInteger(failures);
  }

  static FakeStore broken() {
    return new FakeStore(Integer.MAX_VALUE);
  }

  @Override
  public URI put(String requestId, int index, String extension, byte[] bytes) {
    if (failures.getAndDecrement() > 0) {
      throw new StorageException("the disk is full: make room", new IOException("full"));
    }
    String name = "%s-%d.%s".formatted(requestId, index, extension);
    files.put(name, bytes);
    return URI.create("memory:" + name);
  }

  @Override
  public byte[] get(String address, long mostBytes) {
    byte[] bytes = files.get(address.substring(address.indexOf(':') + 1));
    if (bytes == null) {
      throw new StorageException(address + " is not there: put it there");
    }
    return bytes;
  }
}

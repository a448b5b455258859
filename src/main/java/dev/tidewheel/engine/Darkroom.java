package dev.tidewheel.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where latents wait to become pixels, a few at a time, in the order in which they came. */
final class Darkroom implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Darkroom.class);

  private final Network network;
  private final LatentDecoder decoder;
  private final Deque<Latents> waiting = new ArrayDeque<>();
  private int largest;

  /**
   * An image whose sampling has ended.
   *
   * @param image the image; its slot is free again
   * @param data float32 [C, H, W]
   * @param lastTick when its last tick ended
   */
  private record Latents(Active image, NDArray data, long lastTick) {}

  /**
   * An empty one.
   *
   * @param largest most images at once
   */
  Darkroom(Network network, LatentDecoder decoder, int largest) {
    this.network = network;
    this.decoder = decoder;
    this.largest = largest;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes images over: all of them, or none where it throws.
   *
   * @param data float32 [F, C, H, W]; it stays the caller's
   * @throws ai.djl.engine.EngineException if the device has no room for copies
   */
  void add(List<Active> images, NDArray data, long lastTick) {
    List<NDArray> copies = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      copies.add(data.get(i).duplicate()); // its manager's until all are there
    }
    for (int i = 0; i < images.size(); i++) {
      NDArray own = copies.get(i);
      own.detach();
      waiting.add(new Latents(images.get(i), own, lastTick));
    }
  }

  /** Ends the images of which something holds. */
  void end(Predicate<Drawing> which, Ending ending) {
    waiting.removeIf(
        latents -> {
          boolean ends = which.test(latents.image.drawing());
          if (ends) {
            end(latents, ending);
          }
          return ends;
        });
  }

  /** Decodes the next few; the answer is how many. */
  int develop(Kernel kernel) {
    List<Latents> batch = new ArrayList<>();
    while (batch.size() < largest && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    develop(batch, kernel);
    return batch.size();
  }

  private void develop(List<Latents> batch, Kernel kernel) {
    Pictures pictures;
    try {
      pictures = decode(batch, kernel);
    } catch (RuntimeException e) {
      split(batch, kernel, e);
      return;
    }
    long now = System.nanoTime();
    int each = pictures.shape.elements();
    for (int i = 0; i < batch.size(); i++) {
      Latents latents = batch.get(i);
      byte[] own = Arrays.copyOfRange(pictures.pixels, i * each, (i + 1) * each);
      end(latents, latents.image.drawn(own, pictures.shape, latents.lastTick, now));
    }
  }

  /**
   * Pictures one after the other.
   *
   * @param shape shape of each
   * @param pixels of all
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pictures(ImageShape shape, byte[] pixels) {}

  private Pictures decode(List<Latents> batch, Kernel kernel) {
    try (NDManager scope = NDManager.newBaseManager(network.device(), "PyTorch")) {
      NDArray stacked = NDArrays.stack(new NDList(batch.stream().map(Latents::data).toList()));
      stacked.attach(scope);
      NDArray decoded = decoder.decode(stacked);
      ImageShape shape =
          new ImageShape((int) decoded.size(1), (int) decoded.size(2), (int) decoded.size(3));
      return new Pictures(shape, kernel.pixels(decoded).toByteArray());
    }
  }

  private void split(List<Latents> batch, Kernel kernel, RuntimeException cause) {
    if (batch.size() == 1) {
      LOGGER.error("An image of model {} cannot be decoded", network.name(), cause);
      end(batch.getFirst(), new Ending.Failed("could not be decoded: " + cause.getMessage()));
      return;
    }
    int half = batch.size() / 2;
    if (OutOfMemory.isCauseOf(cause)) {
      largest = half;
      LOGGER.warn("Out of device memory: model {} decodes {} at once", network.name(), half);
    }
    develop(batch.subList(0, half), kernel);
    develop(batch.subList(half, batch.size()), kernel);
  }

  private static void end(Latents latents, Ending ending) {
    latents.data.close();
    latents.image.drawing().listener().ended(ending);
  }

  @Override
  public void close() {
    waiting.forEach(latents -> latents.data.close());
    waiting.clear();
  }
}

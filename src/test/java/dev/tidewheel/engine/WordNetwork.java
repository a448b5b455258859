package dev.tidewheel.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A network that reads a word as its length and answers {@code x time + length / 10}; a decoder
 * repeats each column of the state. An encoder makes noise of every picture, and takes its time.
 */
final class WordNetwork implements Network, TextReader, LatentDecoder, LatentEncoder {
  /** A word that cannot be read. */
  static final Word UNREADABLE = new Word("unreadable");

  /** A picture that can be encoded. */
  static final Drawing.Source PICTURE = picture(200);

  /** A picture that cannot. */
  static final Drawing.Source TORN = picture(0);

  final List<Prompt> read = new ArrayList<>();
  final List<Integer> readAtOnce = new ArrayList<>();
  final List<Long> decodedAtOnce = new ArrayList<>();
  int mostDecoded = Integer.MAX_VALUE;
  boolean decodes = true;
  Duration encoding = Duration.ZERO;

  /** A prompt of one word. */
  record Word(String text) implements Prompt {
    @Override
    public int elements() {
      return 1;
    }
  }

  private static Drawing.Source picture(int pixel) {
    return new Drawing.Source(new ImageShape(1, 1, 1), new byte[] {(byte) pixel});
  }

  @Override
  public String name() {
    return "words";
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public Optional<TextReader> reader() {
    return Optional.of(this);
  }

  @Override
  public Optional<LatentDecoder> decoder() {
    return Optional.of(this);
  }

  @Override
  public Optional<LatentEncoder> encoder() {
    return Optional.of(this);
  }

  @Override
  public NDArray read(List<Prompt> prompts, NDManager results) {
    if (prompts.contains(UNREADABLE)) {
      throw new EngineException("no reading " + prompts.size() + " prompts");
    }
    read.addAll(prompts);
    readAtOnce.add(prompts.size());
    float[] lengths = new float[prompts.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = ((Word) prompts.get(i)).text.length() / 10f;
    }
    return results.create(lengths, new Shape(lengths.length, 1));
  }

  @Override
  public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
    Shape column = new Shape(times.size(), 1, 1, 1);
    return latents.mul(times.reshape(column)).add(texts.reshape(column));
  }

  @Override
  public NDArray decode(NDArray latents) {
    if (!decodes) {
      throw new IllegalStateException("the decoder is broken");
    }
    decodedAtOnce.add(latents.size(0));
    if (latents.size(0) > mostDecoded) {
      throw new EngineException("CUDA out of memory");
    }
    return latents.repeat(3, 2);
  }

  @Override
  public NDArray encode(NDArray pictures, NDArray noise) {
    if (pictures.getFloat(0, 0, 0, 0) == -1) {
      throw new IllegalStateException("the picture is torn");
    }
    LockSupport.parkNanos(encoding.toNanos());
    return noise;
  }
}

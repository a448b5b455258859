package dev.tidewheel.serving;

import ai.djl.ndarray.NDArray;
import dev.tidewheel.engine.LatentDecoder;
import dev.tidewheel.engine.LatentEncoder;
import dev.tidewheel.engine.Network;
import dev.tidewheel.model.files.FloatTensors;
import java.util.Optional;

/**
 * A network of which all that it is given and answers is kept, number by number, to be compared
 * with other software. Meant for one picture: batches are kept as they come. For one thread at a
 * time.
 *
 * <p>The tensors are {@code N.latents}, {@code N.times}, {@code N.labels}, {@code N.answer} for
 * evaluation N from 0, with a second row for what a guided image is led away from; {@code texts} as
 * the first evaluation has them, [rows, elements]; {@code encoded}, the latents of a picture to
 * begin with; {@code latents} and {@code picture}, what the decoder is given and answers.
 */
public final class RecordedNetwork extends NetworkWithin {
  private final FloatTensors tensors = new FloatTensors();
  private int evaluations;

  /** Records a network, which stays the caller's to close. */
  public RecordedNetwork(Network network) {
    super(network);
  }

  /** What was kept so far. */
  public FloatTensors tensors() {
    return tensors;
  }

  private NDArray kept(String name, NDArray array) {
    tensors.put(name, array.getShape().getShape(), array.toFloatArray());
    return array;
  }

  @Override
  public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
    String prefix = evaluations + ".";
    kept(prefix + "latents", latents);
    kept(prefix + "times", times);
    kept(prefix + "labels", labels);
    if (evaluations == 0 && !texts.isEmpty()) {
      kept("texts", texts);
    }
    evaluations++;
    return kept(prefix + "answer", network.forward(latents, times, labels, texts));
  }

  @Override
  public Optional<LatentDecoder> decoder() {
    return network
        .decoder()
        .map(decoder -> latents -> kept("picture", decoder.decode(kept("latents", latents))));
  }

  @Override
  public Optional<LatentEncoder> encoder() {
    return network
        .encoder()
        .map(encoder -> (pixels, noise) -> kept("encoded", encoder.encode(pixels, noise)));
  }
}

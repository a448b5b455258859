package dev.tidewheel.worker;

import dev.tidewheel.admission.Ask;
import dev.tidewheel.admission.Problem;
import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.image.Picture;
import dev.tidewheel.storage.ImageStore;
import dev.tidewheel.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets the pictures that requests begin with.
 *
 * @param store where those lie that did not travel in their requests
 * @param mostPixels width times height of the largest that is decoded
 */
record Sources(ImageStore store, long mostPixels) {
  /** What a request may send is what it may ask for, twice as wide and high. */
  private static final long LARGER = 4;

  private static final long MOST_BYTES = 64 << 20;

  /** The sources of a worker that draws pictures of so many pixels. */
  static Sources forPictures(ImageStore store, int pixels) {
    return new Sources(store, LARGER * pixels);
  }

  /** What a request brought. */
  sealed interface Brought {
    /** It begins with noise. */
    record Nothing() implements Brought {}

    /**
     * It begins with a picture.
     *
     * @param picture as it was sent
     */
    record Given(Picture picture) implements Brought {}

    /**
     * What it sent is no picture.
     *
     * @param problem why
     */
    record Unusable(Problem problem) implements Brought {}

    /** The picture in the size in which it is drawn. */
    default Optional<Picture> resized(int width, int height) {
      return this instanceof Given(Picture picture)
          ? Optional.of(picture.resized(width, height))
          : Optional.empty();
    }

    /** The size by which admission judges. */
    default Optional<Ask.Source> size() {
      return this instanceof Given(Picture picture)
          ? Optional.of(new Ask.Source(picture.width(), picture.height()))
          : Optional.empty();
    }
  }

  /** What a request brings. */
  Brought of(GenerationRequest request) {
    @Nullable Object image = request.getInitImage();
    if (image == null) {
      return new Brought.Nothing();
    }
    try {
      return new Brought.Given(Picture.decode(bytes(image), mostPixels));
    } catch (IOException | StorageException e) {
      return new Brought.Unusable(new Problem("initImage", "cannot be used: " + e.getMessage()));
    }
  }

  private byte[] bytes(Object image) {
    if (image instanceof ClaimCheck claim) {
      return store.get(claim.getUri(), MOST_BYTES);
    }
    ByteBuffer buffer = ((ByteBuffer) image).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}

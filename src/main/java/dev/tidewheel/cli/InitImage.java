package dev.tidewheel.cli;

import dev.tidewheel.admission.Ask;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.image.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A picture to begin with, from a file.
 *
 * @param file where it lies
 * @param bytes the file's bytes
 * @param picture what they show
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InitImage(Path file, byte[] bytes, Picture picture) {
  /** What a machine with little memory can hold beside a model. */
  private static final long MOST_PIXELS = 1 << 26;

  /**
   * Reads a file.
   *
   * @throws IOException where it cannot be read, or is no picture; says which
   */
  static InitImage read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      return new InitImage(file, bytes, Picture.decode(bytes, MOST_PIXELS));
    } catch (IOException e) {
      throw new IOException(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The size by which admission judges. */
  Ask.Source size() {
    return new Ask.Source(picture.width(), picture.height());
  }

  /** A sentence for each request whose picture has more bytes than travel inside a request. */
  static List<String> tooLarge(List<GenerationRequest> requests, long limit) {
    return requests.stream()
        .flatMap(
            request ->
                request.getInitImage() instanceof ByteBuffer bytes && bytes.remaining() > limit
                    ? Stream.of(
                        "request %s: its picture has %d bytes"
                            .formatted(request.getId(), bytes.remaining()))
                    : Stream.empty())
        .toList();
  }
}

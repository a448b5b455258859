package dev.tidewheel.image;

import java.util.Map;

/** Pixels to a file's bytes. The same picture and texts give the same bytes. */
public sealed interface ImageEncoder permits PngEncoder, JpegEncoder {

  /** What HTTP calls it, such as {@code image/png}. */
  String mediaType();

  /** The usual end of a file's name, without the dot. */
  String extension();

  /**
   * Encodes a picture.
   *
   * @param texts what the file says about itself, by keyword; encodings without room for it leave
   *     it out
   */
  byte[] encode(Picture picture, Map<String, String> texts);

  /** Encodes a picture that says nothing about itself. */
  default byte[] encode(Picture picture) {
    return encode(picture, Map.of());
  }
}

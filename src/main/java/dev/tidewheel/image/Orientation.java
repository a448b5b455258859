package dev.tidewheel.image;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.png.PngChunk;
import com.drew.imaging.png.PngChunkReader;
import com.drew.imaging.png.PngChunkType;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.StreamReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the pixels of a file lie, as cameras say it: the numbers 1 to 8 of EXIF's tag Orientation
 * (CIPA DC-008, section 4.6.5).
 *
 * @param swapped whether rows of the file are columns of what it shows
 * @param fromRight whether the file's columns are read from the right
 * @param fromBelow whether the file's rows are read from below
 */
record Orientation(boolean swapped, boolean fromRight, boolean fromBelow) {
  private static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** Of a file that says nothing, or nothing readable, the pixels lie as they stand. */
  static Orientation of(byte[] file, boolean png) {
    try {
      return of(png ? ofPng(file) : ofJpeg(file));
    } catch (ImageProcessingException | IOException e) {
      return UPRIGHT;
    }
  }

  private static Orientation of(Metadata metadata) {
    var exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    @Nullable Integer number =
        exif == null ? null : exif.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
    return number == null ? UPRIGHT : numbered(number);
  }

  /** Any other number than 1 to 8 means nothing. */
  static Orientation numbered(int number) {
    return switch (number) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, false, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, true, false);
      default -> UPRIGHT;
    };
  }

  private static Metadata ofJpeg(byte[] file) throws ImageProcessingException, IOException {
    return JpegMetadataReader.readMetadata(
        new ByteArrayInputStream(file), List.of(new ExifReader()));
  }

  private static Metadata ofPng(byte[] file) throws ImageProcessingException, IOException {
    Metadata metadata = new Metadata();
    var stream = new StreamReader(new ByteArrayInputStream(file));
    for (PngChunk chunk : new PngChunkReader().extract(stream, Set.of(PngChunkType.eXIf))) {
      new ExifReader().extract(new ByteArrayReader(chunk.getBytes()), metadata);
    }
    return metadata;
  }

  /** The picture as it is to be seen. */
  Picture upright(Picture picture) {
    if (equals(UPRIGHT)) {
      return picture;
    }
    int width = swapped ? picture.height() : picture.width();
    int height = swapped ? picture.width() : picture.height();
    int channels = picture.channels();
    byte[] pixels = new byte[picture.pixels().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = swapped ? y : x;
        int row = swapped ? x : y;
        int from =
            (fromBelow ? picture.height() - 1 - row : row) * picture.width()
                + (fromRight ? picture.width() - 1 - column : column);
        System.arraycopy(
            picture.pixels(), from * channels, pixels, (y * width + x) * channels, channels);
      }
    }
    return new Picture(width, height, channels, pixels);
  }
}

package dev.tidewheel.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes files that strangers send: the size is looked at before anything is decoded. */
final class PictureDecoder {
  private static final String PNG = "png";
  private static final Set<String> FORMATS = Set.of(PNG, "jpeg");
  private static final int SHADES = 256;

  private PictureDecoder() {}

  /**
   * Red, green and blue of a PNG or JPEG file, the right way up; transparency is left out.
   *
   * @throws IOException where there are none, or more pixels than allowed
   */
  static Picture decode(byte[] file, long mostPixels) throws IOException {
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        throw neither(file, null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(input);
        return read(reader, file, mostPixels);
      } finally {
        reader.dispose();
      }
    } catch (RuntimeException e) {
      // what the JDK's readers make of some broken files
      throw neither(file, e);
    }
  }

  private static Picture read(ImageReader reader, byte[] file, long mostPixels) throws IOException {
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw neither(file, null);
    }
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > mostPixels) {
      throw new IOException(
          "it has %d x %d pixels, more than the %d that are read"
              .formatted(reader.getWidth(0), reader.getHeight(0), mostPixels));
    }
    return Orientation.of(file, format.equals(PNG)).upright(picture(reader.read(0)));
  }

  private static IOException neither(byte[] file, @Nullable Throwable cause) {
    return new IOException("these %d bytes are neither PNG nor JPEG".formatted(file.length), cause);
  }

  private static Picture picture(BufferedImage image) {
    Raster raster = image.getRaster();
    boolean grey = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    return grey ? grey(raster, 1 << image.getColorModel().getComponentSize(0)) : Picture.of(image);
  }

  /** Shades as they stand in the file: Java2D would take them for linear light. */
  private static Picture grey(Raster raster, int levels) {
    int[] shades = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    byte[] pixels = new byte[shades.length * 3];
    for (int i = 0; i < pixels.length; i++) {
      int shade = shades[i / 3];
      pixels[i] = (byte) (levels > SHADES ? shade / (levels / SHADES) : shade * 255 / (levels - 1));
    }
    return new Picture(raster.getWidth(), raster.getHeight(), 3, pixels);
  }
}

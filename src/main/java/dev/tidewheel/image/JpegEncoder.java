package dev.tidewheel.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Baseline JPEG, grey or with subsampled colour. Texts are left out.
 *
 * @param quality 0 (small) to 1 (good)
 */
public record JpegEncoder(float quality) implements ImageEncoder {
  private static final float USUAL_QUALITY = 0.92f;

  /** An encoder whose losses are hard to see. */
  public JpegEncoder() {
    this(USUAL_QUALITY);
  }

  @Override
  public String mediaType() {
    return "image/jpeg";
  }

  @Override
  public String extension() {
    return "jpg";
  }

  @Override
  public byte[] encode(Picture picture, Map<String, String> texts) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
      writer.setOutput(output);
      writer.write(null, new IIOImage(raster(picture), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage raster(Picture picture) {
    if (picture.channels() == 3) {
      return picture.toBufferedImage();
    }
    BufferedImage grey =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
    WritableRaster raster = grey.getRaster();
    raster.setDataElements(0, 0, picture.width(), picture.height(), picture.pixels());
    return grey;
  }
}

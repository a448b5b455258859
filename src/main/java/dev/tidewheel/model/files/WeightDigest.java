package dev.tidewheel.model.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether weights are the same: SHA-256 over the files that hold them. */
public final class WeightDigest {
  private static final int BUFFER = 1 << 20;

  private WeightDigest() {}

  /**
   * The digest, in hexadecimal digits; shards count in the order of their names.
   *
   * @throws ModelException if a file cannot be read
   */
  public static String of(WeightLocation weights) {
    MessageDigest digest = sha256();
    for (Path file : weights.files()) {
      try (InputStream bytes = Files.newInputStream(file)) {
        byte[] buffer = new byte[BUFFER];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      } catch (IOException e) {
        throw new ModelException(file, "cannot be read", "Download the weights again", e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

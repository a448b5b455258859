package dev.tidewheel.cli;

import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.client.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Saves pictures of results, wherever these hold them, under names made from request and index. */
final class PictureFolder {
  private static final int LONGEST_NAME = 100;

  private final Path folder;

  PictureFolder(Path folder) {
    this.folder = folder;
  }

  /** Saves the pictures of a request, and says which could not be. */
  SubmitReport saveAll(Outcome outcome) {
    Map<Integer, Path> files = new HashMap<>();
    List<String> notSaved = new ArrayList<>();
    for (ImageResult image : outcome.images()) {
      try {
        files.put(image.getIndex(), save(image));
      } catch (IOException e) {
        notSaved.add("picture %d is not saved: %s".formatted(image.getIndex(), e));
      }
    }
    return SubmitReport.of(outcome, files, notSaved);
  }

  /**
   * Saves a picture.
   *
   * @return its file
   * @throws IOException where it cannot be read, is not what the worker made, or cannot be written
   */
  Path save(ImageResult result) throws IOException {
    byte[] bytes = bytes(result);
    if (!sha256(bytes).equals(result.getSha256())) {
      throw new IOException(
          "picture %d of %s is not what the worker made: its SHA-256 differs"
              .formatted(result.getIndex(), result.getRequestId()));
    }
    Files.createDirectories(folder);
    Path file =
        folder.resolve(
            "%s-%d.%s"
                .formatted(
                    fileName(result.getRequestId()),
                    result.getIndex(),
                    result.getMediaType().equals("image/jpeg") ? "jpg" : "png"));
    return Files.write(file, bytes);
  }

  private static byte[] bytes(ImageResult result) throws IOException {
    return switch (result.getImage()) {
      case ByteBuffer inline -> {
        byte[] bytes = new byte[inline.remaining()];
        inline.duplicate().get(bytes);
        yield bytes;
      }
      case ClaimCheck claim -> read(claim.getUri());
      default -> throw new IOException("no picture in result " + result.getIndex());
    };
  }

  private static byte[] read(String address) throws IOException {
    try {
      URI uri = new URI(address);
      if ("file".equals(uri.getScheme())) {
        return Files.readAllBytes(Path.of(uri));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("the picture lies at " + address + ", which is no address", e);
    }
    throw new IOException("the picture lies at " + address + ", which this command cannot read");
  }

  /** An id as a file name: no separators, never too long, never that of another id. */
  private static String fileName(String id) {
    String name = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("*", "%2A");
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME / 2)
            + "-"
            + sha256(id.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

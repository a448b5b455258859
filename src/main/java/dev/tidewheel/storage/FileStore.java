package dev.tidewheel.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Keeps pictures as files under one folder.
 *
 * <p>The file name is the SHA-256 of the request id, so that no id can lead out of the folder, be
 * too long or collide by letter case. A file appears whole or not at all: it is written under
 * another name, forced to the disk and renamed.
 */
public final class FileStore implements ImageStore {
  private static final Pattern EXTENSION = Pattern.compile("[A-Za-z0-9]{1,8}");

  private final Path folder;

  /**
   * Makes a store; the folder is made when the first picture comes.
   *
   * @param folder where the files go; on many machines, a folder that all of them share
   */
  public FileStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public URI put(String requestId, int index, String extension, byte[] bytes) {
    if (index < 0 || !EXTENSION.matcher(extension).matches()) {
      throw new IllegalArgumentException("index " + index + ", extension '" + extension + "'");
    }
    String hash = sha256(requestId);
    Path target =
        folder.resolve(hash.substring(0, 2)).resolve("%s-%d.%s".formatted(hash, index, extension));
    try {
      Files.createDirectories(target.getParent());
      writeWhole(target, bytes);
    } catch (IOException e) {
      throw new StorageException(
          ("cannot write %d bytes to %s (%s): make room there or let the worker write to it, or name"
                  + " another storage folder")
              .formatted(bytes.length, folder, e),
          e);
    }
    return target.toUri();
  }

  @Override
  public byte[] get(String address, long mostBytes) {
    Path file = own(address);
    try {
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw foreign(address);
      }
      long size = Files.size(file);
      if (size > mostBytes) {
        throw new StorageException(
            "%s has %d bytes, more than the %d that are read: send a smaller one"
                .formatted(file, size, mostBytes));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read %s (%s): see that it is there and that the worker may read it"
              .formatted(file, e),
          e);
    }
  }

  private Path own(String address) {
    try {
      Path file = Path.of(URI.create(address)).normalize();
      if (file.startsWith(folder)) {
        return file;
      }
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw foreign(address);
    }
    throw foreign(address);
  }

  private StorageException foreign(String address) {
    return new StorageException(
        "%s is not the address of a file under %s: put the picture there"
            .formatted(address, folder.toUri()));
  }

  private static void writeWhole(Path target, byte[] bytes) throws IOException {
    Path temporary = target.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel file =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
        file.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package dev.tidewheel.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one embedded broker, which belongs to one process at a time: a lock file says so.
 */
final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lockFile;

  private DataFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder where it is missing and takes it.
   *
   * @throws BrokerStartException where it cannot be used, or another broker has it
   */
  static DataFolder take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(lockFile) == null) {
        lockFile.close();
        throw new BrokerStartException(
            "the data folder "
                + folder
                + " is in use by another broker: stop it, or name another folder",
            null);
      }
      return new DataFolder(folder, lockFile);
    } catch (IOException e) {
      throw new BrokerStartException(
          "cannot use the data folder "
              + folder
              + " ("
              + e
              + "): name a folder that can be written to",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Where Kafka keeps its log. */
  Path log() {
    return folder.resolve("log");
  }

  /** Whether a broker has used the folder before. */
  boolean isFormatted() {
    return Files.exists(log().resolve("meta.properties"));
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new BrokerStartException("cannot give back the data folder " + folder, e);
    }
  }
}

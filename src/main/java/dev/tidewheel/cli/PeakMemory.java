package dev.tidewheel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory that this process has held. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  private PeakMemory() {}

  /** In bytes, as Linux says it; empty on other systems. */
  static OptionalLong ofProcess() {
    try {
      return Files.isReadable(STATUS) ? of(Files.readString(STATUS)) : OptionalLong.empty();
    } catch (IOException unreadable) {
      return OptionalLong.empty();
    }
  }

  /** The peak that a status in proc's words states. */
  static OptionalLong of(String status) {
    Matcher peak = PEAK.matcher(status);
    return peak.find()
        ? OptionalLong.of(Long.parseLong(peak.group(1)) * 1024)
        : OptionalLong.empty();
  }
}

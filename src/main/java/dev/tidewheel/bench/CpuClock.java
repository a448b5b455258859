package dev.tidewheel.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Processor time of the machine and of this process at a moment: over a while, the difference tells
 * whether others disturbed a measurement.
 *
 * @param nanoTime the moment, on {@link System#nanoTime}'s clock
 * @param machine processor time that the machine has spent on anything, or lost to its host
 * @param own processor time that this process has spent
 */
record CpuClock(long nanoTime, Duration machine, Duration own) {
  private static final Path STAT = Path.of("/proc/stat");

  /** Linux counts in hundredths of a second where it speaks to programs (proc(5)). */
  private static final int MILLIS_PER_COUNT = 10;

  /** The clock now; empty where the system does not tell. */
  static Optional<CpuClock> now() {
    try {
      Duration machine = machineTime(Files.readString(STAT));
      return ProcessHandle.current()
          .info()
          .totalCpuDuration()
          .map(own -> new CpuClock(System.nanoTime(), machine, own));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Sum of the first line of {@code /proc/stat}, less the times without work. */
  static Duration machineTime(String stat) {
    String[] counts = stat.lines().findFirst().orElseThrow().split(" +");
    int[] working = {1, 2, 3, 6, 7, 8}; // user, nice, system, irq, softirq, steal
    long sum = 0;
    for (int column : working) {
      sum += Long.parseLong(counts[column]);
    }
    return Duration.ofMillis(sum * MILLIS_PER_COUNT);
  }

  /** Cores that were busy with something else, on average since an earlier moment. */
  double coresOfOthersSince(CpuClock earlier) {
    Duration others = machine.minus(earlier.machine).minus(own.minus(earlier.own));
    return Math.max(0, (double) others.toNanos() / (nanoTime - earlier.nanoTime));
  }

  /** The same since a moment that the system may not have told; then NaN. */
  static double coresOfOthersSince(Optional<CpuClock> before) {
    return before
        .flatMap(earlier -> now().map(now -> now.coresOfOthersSince(earlier)))
        .orElse(Double.NaN);
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.engine.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where figures come from.
 *
 * @param cores cores that this process may run on
 * @param cpu name of the processor and its widest vectors, which decide what a network takes on a
 *     CPU; the architecture where the system does not tell
 * @param system operating system
 * @param java version of the JVM
 * @param libtorch version of libtorch
 */
public record Machine(int cores, String cpu, String system, String java, String libtorch) {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  /** This machine. */
  public static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        cpuName(),
        System.getProperty("os.name") + ' ' + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + ' ' + Runtime.version(),
        Devices.libtorchVersion());
  }

  private static String cpuName() {
    try {
      List<String> lines = Files.readAllLines(CPUS);
      return value(lines, "model name")
          .map(name -> name + widestVectors(value(lines, "flags").orElse("")))
          .orElseGet(Machine::architecture);
    } catch (IOException e) {
      return architecture();
    }
  }

  private static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static String widestVectors(String flags) {
    if (flags.contains("avx512f")) {
      return " with AVX-512";
    }
    return flags.contains("avx2") ? " with AVX2" : "";
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.engine.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where figures come from.
 *
 * @param cores cores that this process may run on
 * @param cpu name of the processor; the architecture where the system does not tell
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
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(Machine::architecture);
    } catch (IOException e) {
      return architecture();
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }
}

package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SoakIT {
  private static final long TICKS = 100_000;

  /** Growth of memory that is taken for none. */
  private static final double STEADY = 1.01;

  @Test
  @EnabledOnOs(OS.LINUX)
  void holdsAfterAHundredThousandTicksWhatItHeldAfterTheFirstTenThousand()
      throws IOException, InterruptedException {
    List<ProcessMemory> samples = soak();

    assertThat(samples).hasSize(10);
    ProcessMemory early = samples.getFirst();
    ProcessMemory late = samples.getLast();
    assertThat(early.tensors()).as("the slab and the weights").isPositive();
    assertThat(late.tensors()).isEqualTo(early.tensors());
    assertThat((double) late.allocated()).isLessThan(early.allocated() * STEADY);
    assertThat((double) late.resident()).isLessThan(early.resident() * STEADY);
  }

  /** The heap is touched at the start and never grows, and one compiler settles early. */
  private static List<ProcessMemory> soak() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Soak.class.getName(),
                Long.toString(TICKS))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().map(ProcessMemory::read).toList();
  }
}

package dev.tidewheel.cli;

import ai.djl.Device;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.model.pipeline.Precision;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say where the network runs. */
final class EngineOptions {
  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda:N",
      defaultValue = "cpu",
      description = "Where the network runs (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Threads that share the images of an evaluation on the CPU; 0 takes the cores there are.")
  private int threads;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "auto",
      description =
          "float32, float16 or bfloat16; auto takes float32 on a CPU and the type of the stored"
              + " weights on a GPU (default: ${DEFAULT-VALUE}).")
  private String precision = "auto";

  /** The type of number in which networks compute. */
  Precision.Choice precision() {
    return Precision.Choice.named(precision)
        .orElseThrow(
            () ->
                Failure.ofUsage(
                    "this cannot be drawn:",
                    List.of(
                        "--precision: is %s; give auto, float32, float16 or bfloat16"
                            .formatted(precision))));
  }

  /** The device, with its threads set. */
  Device device() {
    Devices.setThreads(threads());
    return Devices.named(device);
  }

  /** The device's name, as given. */
  String name() {
    return device;
  }

  /** Threads that share the evaluations. */
  int threads() {
    if (threads < 0 || threads > MOST_THREADS) {
      throw Failure.ofUsage(
          "this cannot be drawn:",
          List.of("--threads: is %d; give 0 to %d".formatted(threads, MOST_THREADS)));
    }
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}

package dev.tidewheel.cli;

import ai.djl.Device;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.engine.Devices;
import picocli.CommandLine.Option;

/** The options that say where the network runs. */
final class EngineOptions {
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
      description = "Threads of one evaluation on the CPU; 0 takes the cores there are.")
  private int threads;

  /** The device, with its threads set. */
  Device device() {
    Devices.setThreads(threads());
    return Devices.named(device);
  }

  /** The device's name, as given. */
  String name() {
    return device;
  }

  /** Threads of one evaluation. */
  int threads() {
    return new WorkerConfig.Engine(device, threads, 1).intraOpThreads();
  }
}

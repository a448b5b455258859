package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.scheduler.FolderScheduler;
import dev.tidewheel.model.scheduler.SchedulerCall;
import dev.tidewheel.model.scheduler.SizedScheduler;
import java.util.Map;
import java.util.function.IntFunction;

/** The schedulers of folders, as pipelines call them. */
final class Schedulers {
  static final String FOLDER = "scheduler";
  static final String FILE = "scheduler_config.json";

  private Schedulers() {}

  /** One that is the same for all sizes of pictures. */
  static SizedScheduler plain(PipelineIndex index) {
    return plain(index, Map.of());
  }

  /**
   * One that is the same for all sizes of pictures.
   *
   * @param imposed options that the pipeline sets, whatever the file says
   */
  static SizedScheduler plain(PipelineIndex index, Map<String, ?> imposed) {
    return read(index, _ -> SchedulerCall.PLAIN, imposed);
  }

  /** One that may follow the number of tokens of a picture. */
  static SizedScheduler sized(PipelineIndex index, IntFunction<SchedulerCall> calls) {
    return read(index, calls, Map.of());
  }

  private static SizedScheduler read(
      PipelineIndex index, IntFunction<SchedulerCall> calls, Map<String, ?> imposed) {
    String name = index.require(FOLDER, "diffusers", FolderScheduler.supported());
    return SizedScheduler.read(index.file(FOLDER, FILE), name, calls, imposed);
  }
}

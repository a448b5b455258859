package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.scheduler.FolderScheduler;
import dev.tidewheel.model.scheduler.SchedulerCall;
import dev.tidewheel.model.scheduler.SizedScheduler;
import java.util.function.IntFunction;

/** The schedulers of folders, as pipelines call them. */
final class Schedulers {
  static final String FOLDER = "scheduler";
  static final String FILE = "scheduler_config.json";

  private Schedulers() {}

  /** One that is the same for all sizes of pictures. */
  static SizedScheduler plain(PipelineIndex index) {
    return sized(index, _ -> SchedulerCall.PLAIN);
  }

  /** One that may follow the number of tokens of a picture. */
  static SizedScheduler sized(PipelineIndex index, IntFunction<SchedulerCall> calls) {
    index.require(FOLDER, "diffusers", FolderScheduler.supported());
    return SizedScheduler.read(index.file(FOLDER, FILE), calls);
  }
}

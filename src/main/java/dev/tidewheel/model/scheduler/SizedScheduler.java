package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * A folder's scheduler for any size of picture. May be asked by several threads at once.
 *
 * <p>The file is read once; what it means for a size is worked out when it is first asked for.
 */
public final class SizedScheduler {
  /** More sizes than requests should differ in; beyond it nothing is kept. */
  private static final int MOST_KEPT = 1024;

  private final JsonObject json;
  private final IntFunction<SchedulerCall> calls;
  private final Map<String, ?> imposed;
  private final Map<Integer, FolderScheduler> known = new ConcurrentHashMap<>();

  private SizedScheduler(
      JsonObject json, IntFunction<SchedulerCall> calls, Map<String, ?> imposed) {
    this.json = json;
    this.calls = calls;
    this.imposed = imposed;
  }

  /**
   * Reads the file of a folder.
   *
   * @param name the scheduler's class by the folder's index, whatever the file says
   * @param calls what the pipeline passes on, from the number of tokens
   * @param imposed options that the pipeline sets, whatever the file says
   * @throws dev.tidewheel.model.files.ModelException if there is no JSON object in it
   */
  public static SizedScheduler read(
      Path file, String name, IntFunction<SchedulerCall> calls, Map<String, ?> imposed) {
    JsonObject json = JsonObject.read(file).with(imposed).with(Map.of(FolderScheduler.NAME, name));
    return new SizedScheduler(json, calls, imposed);
  }

  /**
   * Reads another file, which names its class itself and to which the same is passed on.
   *
   * @throws dev.tidewheel.model.files.ModelException if there is no JSON object in it
   */
  public SizedScheduler replacedBy(Path file) {
    return new SizedScheduler(JsonObject.read(file).with(imposed), calls, imposed);
  }

  /**
   * What it means for a picture.
   *
   * @param tokens parts of the picture that the network sees
   * @throws dev.tidewheel.model.files.ModelException if the scheduler, an option or a combination
   *     of them is not supported
   */
  public FolderScheduler at(int tokens) {
    FolderScheduler found = known.get(tokens);
    if (found != null) {
      return found;
    }
    FolderScheduler made = FolderScheduler.read(json.unasked(), calls.apply(tokens));
    if (known.size() < MOST_KEPT) {
      known.put(tokens, made);
    }
    return made;
  }
}

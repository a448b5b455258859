package dev.tidewheel.worker;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.pipeline.Precision;
import dev.tidewheel.serving.Footprint;
import dev.tidewheel.serving.ServedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models that a worker serves. */
final class Models implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Models.class);

  private final Map<String, ServedModel> byName;

  private Models(Map<String, ServedModel> byName) {
    this.byName = byName;
  }

  /**
   * Loads models; if one cannot be loaded, says so of all that cannot.
   *
   * @param folders folder of each, by name
   * @param device where they run
   * @param precision type of number in which they compute
   */
  static Models load(Map<String, Path> folders, Device device, Precision.Choice precision) {
    Map<String, ServedModel> loaded = new LinkedHashMap<>();
    List<String> reasons = new ArrayList<>();
    folders.forEach(
        (name, folder) -> {
          try {
            loaded.put(name, load(name, folder, device, precision));
          } catch (ModelException | EngineException e) {
            reasons.add("model " + name + ": " + e.getMessage());
          }
        });
    if (folders.isEmpty()) {
      reasons.add("no model to serve: give --model NAME=DIR, or models in the settings");
    }
    Models models = new Models(loaded);
    if (!reasons.isEmpty()) {
      models.close();
      throw new WorkerStartException(reasons);
    }
    return models;
  }

  private static ServedModel load(
      String name, Path path, Device device, Precision.Choice precision) {
    long begin = System.nanoTime();
    ModelFolder folder = ModelFolder.read(path);
    ServedModel model = ServedModel.load(name, folder, device, precision);
    double seconds = (System.nanoTime() - begin) / 1e9;
    LOGGER.info(
        "Model {} is loaded from {} in {} s: {}{}",
        name,
        path,
        String.format(Locale.ROOT, "%.1f", seconds),
        Footprint.of(model.weightBytes()),
        passedOver(folder.passedOver()));
    return model;
  }

  private static String passedOver(List<String> names) {
    return names.isEmpty()
        ? ""
        : "; passed over, since without effect: " + String.join(", ", names);
  }

  Map<String, ServedModel> byName() {
    return byName;
  }

  @Override
  public void close() {
    byName.values().forEach(ServedModel::close);
  }
}

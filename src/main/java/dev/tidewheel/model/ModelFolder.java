package dev.tidewheel.model;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.WeightDigest;
import dev.tidewheel.model.pipeline.Blueprint;
import dev.tidewheel.model.pipeline.ClassLabels;
import dev.tidewheel.model.pipeline.PassedOver;
import dev.tidewheel.model.pipeline.Pipelines;
import dev.tidewheel.model.pipeline.SamplingDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A diffusers folder that was read and found good. */
public final class ModelFolder {
  private final Path path;
  private final ModelDescription description;

  private ModelFolder(Path path, ModelDescription description) {
    this.path = path;
    this.description = description;
  }

  /**
   * Reads and checks a folder: every option of its files, and the name, shape and type of every
   * weight.
   *
   * @param path the folder, with a {@code model_index.json}
   * @throws dev.tidewheel.model.files.ModelException naming the file, what is wrong or not
   *     supported in it, and the cure
   */
  public static ModelFolder read(Path path) {
    Blueprint blueprint = Pipelines.read(path);
    return new ModelFolder(path, described(path.resolve("tidewheel.json"), blueprint));
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** What the model is. */
  public ModelDescription description() {
    return description;
  }

  /** What is in the folder and has no effect on a picture. */
  public List<String> passedOver() {
    return PassedOver.of(path, description.blueprint());
  }

  /** What the files of its networks hold and those do not need. */
  public List<String> tensorsPassedOver() {
    return PassedOver.tensors(description.blueprint());
  }

  /** SHA-256 over the files that hold its network's weights, in hexadecimal digits. */
  public String digest() {
    return WeightDigest.of(description.blueprint().denoiser().part().location());
  }

  /** Adds what {@code tidewheel.json} says of a folder. */
  private static ModelDescription described(Path file, Blueprint blueprint) {
    if (!Files.exists(file)) {
      return new ModelDescription(blueprint, "", blueprint.classes(), SamplingDefaults.NONE);
    }
    JsonObject json = JsonObject.read(file);
    Optional<JsonObject> sampling = json.object("sampling");
    var description =
        new ModelDescription(
            blueprint,
            json.text("description", ""),
            named(json, blueprint.classes()),
            sampling.map(SamplingDefaults::read).orElse(SamplingDefaults.NONE));
    json.refuseOthers();
    return description;
  }

  private static ClassLabels named(JsonObject json, ClassLabels classes) {
    List<String> names = json.texts("classes", List.of());
    int count = classes instanceof ClassLabels.Table table ? table.count() : 0;
    if (!names.isEmpty() && names.size() != count) {
      throw json.refused(
          "classes has %d names, but the model has %d classes".formatted(names.size(), count),
          "Give each class a name, or none");
    }
    return classes instanceof ClassLabels.Table table
        ? new ClassLabels.Table(table.count(), table.noClass(), names)
        : classes;
  }
}

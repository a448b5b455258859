package dev.tidewheel.model;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.WeightDigest;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.files.WeightLocation;
import dev.tidewheel.model.network.UNet2DConfig;
import dev.tidewheel.model.network.UNet2DConfig.ClassEmbedding;
import dev.tidewheel.model.network.UNet2DConfig.TimeEmbedding;
import dev.tidewheel.model.network.UNet2DText;
import dev.tidewheel.model.network.WrittenNetwork;
import dev.tidewheel.model.scheduler.FolderScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A diffusers folder that was read and found good: its description, its network, and where its
 * weights are.
 *
 * <p>Supported: any pipeline of a {@code UNet2DModel} and a scheduler that {@link FolderScheduler}
 * knows, which says what the output means and what time the network is told.
 */
public final class ModelFolder {
  /** A logarithmic time embedding has no value at 0; times below this are told as this. */
  private static final double LEAST_TIME = 1;

  private static final String NETWORK = "UNet2DModel";

  private final Path path;
  private final ModelDescription description;
  private final WrittenNetwork network;
  private final WeightLocation weights;

  private ModelFolder(
      Path path, ModelDescription description, WrittenNetwork network, WeightLocation weights) {
    this.path = path;
    this.description = description;
    this.network = network;
    this.weights = weights;
  }

  /**
   * Reads and checks a folder: every option of its files, and the name, shape and type of every
   * weight.
   *
   * @param path the folder, with a {@code model_index.json}
   * @throws ModelException naming the file, what is wrong or not supported in it, and the cure
   */
  public static ModelFolder read(Path path) {
    if (!Files.isDirectory(path)) {
      throw new ModelException(path, "is no folder", "Name the folder that holds model_index.json");
    }
    String pipeline = pipeline(path);
    UNet2DConfig config = UNet2DConfig.read(unet(path).resolve("config.json"));
    FolderScheduler scheduler = FolderScheduler.read(schedulerConfig(path));
    Extras extras = Extras.read(path.resolve("tidewheel.json"), config);
    WrittenNetwork network = UNet2DText.write(config);
    WeightLocation weights = checkedWeights(path, network);
    return new ModelFolder(
        path, describe(pipeline, config, scheduler, extras, network), network, weights);
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** What the model is. */
  public ModelDescription description() {
    return description;
  }

  /** SHA-256 over the files that hold its weights, in hexadecimal digits. */
  public String digest() {
    return WeightDigest.of(weights);
  }

  WrittenNetwork network() {
    return network;
  }

  WeightLocation weights() {
    return weights;
  }

  static Path unet(Path folder) {
    return folder.resolve("unet");
  }

  static Path schedulerConfig(Path folder) {
    return folder.resolve("scheduler").resolve("scheduler_config.json");
  }

  /** Reads and checks the network and its weights, and nothing else. */
  static WrittenNetwork network(Path folder) {
    WrittenNetwork network =
        UNet2DText.write(UNet2DConfig.read(unet(folder).resolve("config.json")));
    checkedWeights(folder, network);
    return network;
  }

  private static WeightLocation checkedWeights(Path folder, WrittenNetwork network) {
    WeightLocation weights = WeightLocation.find(unet(folder));
    try (WeightFiles files = WeightFiles.open(weights)) {
      files.requireExactly(network.weights());
    }
    return weights;
  }

  /** Checks the parts that the pipeline has, and answers its class. */
  static String pipeline(Path folder) {
    JsonObject json = JsonObject.read(folder.resolve("model_index.json"));
    requireComponent(json, "unet", Set.of(NETWORK));
    requireComponent(json, "scheduler", FolderScheduler.supported());
    for (String key : json.keys()) {
      boolean absent = json.isNull(key) || (json.isList(key) && !json.isComponent(key));
      if (!absent && !key.startsWith("_") && !key.equals("unet") && !key.equals("scheduler")) {
        throw json.refusedValue(
            key, "is not supported", "Use a pipeline that has only a unet and a scheduler");
      }
    }
    return json.text("_class_name", "");
  }

  private static void requireComponent(JsonObject json, String key, Set<String> types) {
    List<String> component = json.texts(key, List.of());
    boolean supported =
        component.size() == 2
            && component.getFirst().equals("diffusers")
            && types.contains(component.getLast());
    if (!supported) {
      throw json.refusedValue(
          key,
          "is not supported",
          "Use a model whose %s is a diffusers %s".formatted(key, String.join(" or ", types)));
    }
  }

  private static ModelDescription describe(
      String pipeline,
      UNet2DConfig config,
      FolderScheduler scheduler,
      Extras extras,
      WrittenNetwork network) {
    return new ModelDescription(
        pipeline,
        NETWORK,
        extras.about(),
        config.channels(),
        config.height(),
        config.width(),
        config.sizeMultiple(),
        extras.classes(),
        config.time() instanceof TimeEmbedding.Positional ? 0 : LEAST_TIME,
        scheduler,
        extras.sampling(),
        network.parameters());
  }

  /** What {@code tidewheel.json} adds to a folder. */
  private record Extras(String about, ClassLabels classes, SamplingDefaults sampling) {
    static Extras read(Path file, UNet2DConfig config) {
      if (!Files.exists(file)) {
        return new Extras("", labels(config, List.of()), SamplingDefaults.NONE);
      }
      JsonObject json = JsonObject.read(file);
      Optional<JsonObject> sampling = json.object("sampling");
      List<String> names = json.texts("classes", List.of());
      ClassLabels classes = labels(config, names);
      int count = classes instanceof ClassLabels.Table table ? table.count() : 0;
      if (!names.isEmpty() && names.size() != count) {
        throw json.refused(
            "classes has %d names, but the model has %d classes".formatted(names.size(), count),
            "Give each class a name, or none");
      }
      var extras =
          new Extras(
              json.text("description", ""),
              classes,
              sampling.map(SamplingDefaults::read).orElse(SamplingDefaults.NONE));
      json.refuseOthers();
      return extras;
    }

    private static ClassLabels labels(UNet2DConfig config, List<String> names) {
      return switch (config.classes()) {
        case ClassEmbedding.None() -> new ClassLabels.None();
        case ClassEmbedding.Table(int count) -> new ClassLabels.Table(count - 1, count - 1, names);
        case ClassEmbedding.AsTime() ->
            new ClassLabels.Number(config.time() instanceof TimeEmbedding.Fourier ? 1 : 0);
      };
    }
  }
}

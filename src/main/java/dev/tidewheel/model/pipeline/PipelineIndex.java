package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A folder's {@code model_index.json}: which parts it has, and of which classes. */
final class PipelineIndex {
  private final Path folder;
  private final JsonObject json;
  private final Set<String> used = new HashSet<>();

  private PipelineIndex(Path folder, JsonObject json) {
    this.folder = folder;
    this.json = json;
  }

  static PipelineIndex read(Path folder) {
    return new PipelineIndex(folder, JsonObject.read(folder.resolve("model_index.json")));
  }

  Path folder() {
    return folder;
  }

  /** The file of a part. */
  Path file(String part, String name) {
    return folder.resolve(part).resolve(name);
  }

  /** The class of the pipeline. */
  String pipeline() {
    if (json.isList("_class_name")) {
      throw json.refusedValue(
          "_class_name", "is a pipeline of its own code", "Use one of diffusers' own pipelines");
    }
    return json.text("_class_name", "");
  }

  /** The parts that are there. */
  List<String> parts() {
    return json.keys().stream().filter(json::isComponent).toList();
  }

  /** The class of a part that is there. */
  String type(String part) {
    return json.texts(part, List.of()).getLast();
  }

  /** Whether a part is there. */
  boolean has(String part) {
    return json.isComponent(part);
  }

  /**
   * The class of a part that has to be there.
   *
   * @throws ModelException if it is absent or of another class
   */
  String require(String part, String library, Collection<String> classes) {
    used.add(part);
    List<String> component = json.isComponent(part) ? json.texts(part, List.of()) : List.of();
    boolean supported =
        component.size() == 2
            && component.getFirst().equals(library)
            && classes.contains(component.getLast());
    if (!supported) {
      throw json.refusedValue(
          part,
          "is not supported",
          "Use a model whose %s is a %s %s".formatted(part, library, String.join(" or ", classes)));
    }
    return component.getLast();
  }

  /**
   * A part that has to be there.
   *
   * @throws ModelException if it is absent or of another class
   */
  void require(Component component) {
    String unused = require(component.part(), component.library(), List.of(component.type()));
  }

  /** Takes a part for understood, whatever its class. */
  void accept(String part) {
    used.add(part);
  }

  /**
   * The parts and settings that have no effect on a picture, of those that may be there and are not
   * read.
   */
  List<String> passOver(Collection<String> parts) {
    List<String> found = new ArrayList<>();
    for (String part : parts) {
      if (used.add(part) && json.isComponent(part)) {
        found.add(part);
      }
    }
    return found;
  }

  /**
   * Refuses what nobody asked for.
   *
   * @param all what the pipeline is made of, for the message
   * @throws ModelException naming the first such part
   */
  void refuseOthers(String all) {
    for (String key : json.keys()) {
      boolean absent = json.isNull(key) || (json.isList(key) && !json.isComponent(key));
      if (!absent && !key.startsWith("_") && !used.contains(key)) {
        throw json.refusedValue(key, "is not supported", "Use a pipeline that has only " + all);
      }
    }
  }

  ModelException refusedPipeline(Collection<String> supported) {
    String unet = PixelPipeline.UNET;
    return json.refusedValue(
        "_class_name",
        "is not supported" + (has(unet) ? " with a unet of " + type(unet) : ""),
        "Use one of " + String.join(", ", supported));
  }
}

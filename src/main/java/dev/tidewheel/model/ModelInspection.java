package dev.tidewheel.model;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.TensorInfo;
import dev.tidewheel.model.files.TensorType;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.pipeline.PartChecks;
import dev.tidewheel.model.pipeline.PartSize;
import dev.tidewheel.model.pipeline.PassedOver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What can be said of a model's folder, also of one that cannot be used.
 *
 * @param folder the folder
 * @param description what the model is; empty if there are problems
 * @param parts the networks whose configurations can be read
 * @param weights what the weight files hold; empty if they cannot be read
 * @param problems each reason why the model cannot be used, with file and cure; none for a good
 *     folder
 */
public record ModelInspection(
    Path folder,
    Optional<ModelDescription> description,
    List<PartSize> parts,
    Optional<Weights> weights,
    List<ModelException> problems) {
  /** Copies the lists. */
  public ModelInspection {
    parts = List.copyOf(parts);
    problems = List.copyOf(problems);
  }

  /**
   * The sum over the weight files.
   *
   * @param tensors number of tensors
   * @param bytes their bytes
   * @param elements number of elements by type
   */
  public record Weights(int tensors, long bytes, SequencedMap<TensorType, Long> elements) {
    static Weights of(List<WeightFiles> files) {
      Map<TensorType, Long> elements = new EnumMap<>(TensorType.class);
      List<TensorInfo> tensors = files.stream().flatMap(file -> file.tensors().stream()).toList();
      tensors.forEach(tensor -> elements.merge(tensor.type(), tensor.elements(), Long::sum));
      return new Weights(
          tensors.size(),
          tensors.stream().mapToLong(TensorInfo::bytes).sum(),
          new TreeMap<>(elements));
    }
  }

  /**
   * Looks at a folder; finds a problem in each of its parts, where {@link ModelFolder#read} stops
   * at the first.
   */
  public static ModelInspection of(Path folder) {
    List<ModelException> problems = new ArrayList<>();
    Optional<ModelDescription> description = describe(folder, problems);
    return new ModelInspection(folder, description, PartSize.of(folder), weigh(folder), problems);
  }

  /** What is in a folder that can be used, and has no effect on a picture. */
  List<String> passedOver() {
    return description.map(model -> PassedOver.of(folder, model.blueprint())).orElse(List.of());
  }

  /** Number of learned weights, of all networks whose configurations can be read. */
  public long parameters() {
    return parts.stream().mapToLong(PartSize::parameters).sum();
  }

  /** A page for people. */
  public String text() {
    return InspectionPage.text(this);
  }

  /** The same for programs, as one JSON object. */
  public String json() {
    return InspectionPage.json(this);
  }

  private static Optional<ModelDescription> describe(Path folder, List<ModelException> problems) {
    try {
      return Optional.of(ModelFolder.read(folder).description());
    } catch (ModelException first) {
      problems.add(first);
    }
    try {
      for (ModelException problem : PartChecks.problems(folder)) {
        if (problems.stream().noneMatch(known -> known.isSameAs(problem))) {
          problems.add(problem);
        }
      }
    } catch (ModelException unreadable) {
      return Optional.empty(); // which is what the first one says
    }
    return Optional.empty();
  }

  private static Optional<Weights> weigh(Path folder) {
    List<WeightFiles> files;
    try {
      files = PartChecks.weights(folder);
    } catch (ModelException unreadable) {
      return Optional.empty();
    }
    try {
      return files.isEmpty() ? Optional.empty() : Optional.of(Weights.of(files));
    } finally {
      files.forEach(WeightFiles::close);
    }
  }
}

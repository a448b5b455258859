package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.files.WeightLocation;
import dev.tidewheel.model.scheduler.FolderScheduler;
import dev.tidewheel.model.scheduler.SchedulerCall;
import dev.tidewheel.model.token.ClipTokenizer;
import dev.tidewheel.model.token.T5Tokenizer;
import dev.tidewheel.model.token.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the parts of a folder one by one, so that each says what is wrong with it. */
public final class PartChecks {
  private final PipelineIndex index;
  private final List<ModelException> problems = new ArrayList<>();

  private PartChecks(PipelineIndex index) {
    this.index = index;
  }

  /**
   * The problems of all parts that a folder names, of the parts that it lacks, and of those that do
   * not fit each other; a part of an unknown class has none here.
   *
   * @throws ModelException if its index cannot be read
   */
  public static List<ModelException> problems(Path folder) {
    PartChecks checks = new PartChecks(PipelineIndex.read(folder));
    PipelineIndex index = checks.index;
    for (String part : index.parts()) {
      checks.attempt(() -> checks.check(part, index.type(part)));
    }
    checks.attempt(() -> Pipelines.kind(index).ifPresent(checks::checkKind));
    return checks.problems;
  }

  private void attempt(Runnable check) {
    try {
      check.run();
    } catch (ModelException problem) {
      problems.add(problem);
    }
  }

  private void checkKind(Pipelines.Kind kind) {
    kind.components().forEach(component -> attempt(() -> index.require(component)));
    kind.joints().apply(index).forEach(joint -> joint.misfit().ifPresent(problems::add));
  }

  /**
   * The files of weights that can be opened, of all parts that a folder names. They are the
   * caller's to close.
   *
   * @throws ModelException if its index cannot be read
   */
  public static List<WeightFiles> weights(Path folder) {
    PipelineIndex index = PipelineIndex.read(folder);
    List<WeightFiles> found = new ArrayList<>();
    for (String part : index.parts()) {
      try {
        found.add(WeightFiles.open(WeightLocation.find(folder.resolve(part))));
      } catch (ModelException withoutWeights) {
        continue; // such as a scheduler, or a part that its own check speaks of
      }
    }
    return found;
  }

  private void check(String part, String type) {
    Object unused =
        switch (type) {
          case "CLIPTokenizer", "CLIPTokenizerFast" -> known(part, ClipTokenizer.read(path(part)));
          case "T5Tokenizer", "T5TokenizerFast" -> known(part, T5Tokenizer.read(path(part)));
          default -> part.equals(Schedulers.FOLDER) ? scheduler() : network(part, type);
        };
  }

  private Optional<Part> network(String part, String type) {
    return Needs.of(type, index.file(part, "config.json"))
        .map(needs -> Part.read(index.folder(), part, type, needs.weights()));
  }

  /** A tokenizer, if the encoder of the same suffix knows its tokens. */
  private Tokenizer known(String part, Tokenizer tokenizer) {
    String suffix = part.replaceFirst("^" + Vocabulary.TOKENIZER, "");
    String encoder = Vocabulary.ENCODER + suffix;
    int vocabulary =
        switch (index.has(encoder) ? index.type(encoder) : "") {
          case ClipPart.PLAIN -> ClipPart.config(index, suffix, ClipPart.PLAIN).vocabulary();
          case ClipPart.PROJECTED ->
              ClipPart.config(index, suffix, ClipPart.PROJECTED).vocabulary();
          case T5Part.TYPE -> T5Part.config(index, suffix).vocabulary();
          default -> Integer.MAX_VALUE;
        };
    return Vocabulary.requireKnown(tokenizer, index, suffix, vocabulary);
  }

  private Path path(String part) {
    return index.folder().resolve(part);
  }

  private FolderScheduler scheduler() {
    boolean sized = index.has("transformer");
    return (sized ? Schedulers.sized(index, SchedulerCall::evenly) : Schedulers.plain(index)).at(1);
  }
}

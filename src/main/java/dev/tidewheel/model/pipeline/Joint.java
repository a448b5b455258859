package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where two parts meet: a number that is the same on both sides if they belong to one model.
 *
 * @param file the configuration of the part that reads
 * @param key its option
 * @param needed what the option asks for
 * @param source what the other side is called
 * @param given what it gives
 */
record Joint(Path file, String key, int needed, String source, int given) {
  /** What is wrong, if something is. */
  Optional<ModelException> misfit() {
    return needed == given
        ? Optional.empty()
        : Optional.of(
            new ModelException(
                file,
                "%s = %d does not fit the %d of %s".formatted(key, needed, given, source),
                "Use the parts of one model"));
  }

  /** Refuses the first that does not fit. */
  static void requireAll(List<Joint> joints) {
    joints.stream()
        .flatMap(joint -> joint.misfit().stream())
        .findFirst()
        .ifPresent(
            misfit -> {
              throw misfit;
            });
  }
}

package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.admission.Admission;
import dev.tidewheel.admission.Limits;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Whole pipelines draw the pictures of diffusers, from prompt to pixels. The folders are made by
 * {@code tools/pipeline_folders.py}.
 */
class PipelineGoldenTest {
  private static final Path FOLDERS = Path.of("src/test/resources/golden/pipelines");
  private static final Limits LIMITS = new Limits(1 << 20, 100, 100, 100);
  private static final int MOST_LEVELS = 2;
  private static final double MOST_MEAN = 0.25;

  /**
   * One picture of a folder.
   *
   * @param folder where the model and its pictures are
   * @param number which of them
   * @param options options of the command, each followed by its value
   */
  record Case(Path folder, int number, List<String> options) {
    Path model() {
      return folder.resolve("model");
    }

    @Override
    public String toString() {
      return folder.getFileName() + " " + number;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(FOLDERS)) {
      for (Path folder : folders.sorted().toList()) {
        JsonNode list = new ObjectMapper().readTree(folder.resolve("cases.json").toFile());
        for (JsonNode options : list) {
          cases.add(new Case(folder, cases.size(), words(folder, options)));
        }
      }
    }
    return numbered(cases);
  }

  private static List<Case> numbered(List<Case> cases) {
    return cases;
  }

  private static List<String> words(Path folder, JsonNode options) {
    return List.of();
  }
}

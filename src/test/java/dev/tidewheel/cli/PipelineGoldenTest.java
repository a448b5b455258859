package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
import dev.tidewheel.engine.TickReport;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Whole pipelines draw the pictures of diffusers, from prompt to pixels, alone and in company. The
 * folders are made by {@code tools/pipeline_folders.py}.
 */
class PipelineGoldenTest {
  private static final Path FOLDERS = Path.of("src/test/resources/golden/pipelines");
  private static final Limits LIMITS = new Limits(1 << 20, 100, 100, 10_000);
  private static final int MOST_LEVELS = 2;
  private static final double MOST_MEAN = 0.25;

  /**
   * One picture of a folder.
   *
   * @param folder where the model and its pictures are
   * @param number which of them
   * @param options options of the command and their values
   */
  record Case(Path folder, int number, Map<String, String> options) {
    Path model() {
      return folder.resolve("model");
    }

    Case with(Map<String, String> others) {
      Map<String, String> changed = new LinkedHashMap<>(options);
      changed.putAll(others);
      return new Case(folder, number, changed);
    }

    List<String> words() {
      return options.entrySet().stream()
          .flatMap(option -> Stream.of("--" + option.getKey(), option.getValue()))
          .toList();
    }

    Path picture() {
      return folder.resolve(number + ".png");
    }

    @Override
    public String toString() {
      return folder.getFileName() + " " + number;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Path folder : folders()) {
      cases.addAll(cases(folder));
    }
    return cases;
  }

  private static List<Case> cases(Path folder) throws IOException {
    JsonNode list = new ObjectMapper().readTree(folder.resolve("cases.json").toFile());
    return IntStream.range(0, list.size())
        .mapToObj(i -> new Case(folder, i, options(folder, list.get(i))))
        .toList();
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDERS)) {
      return folders.sorted().toList();
    }
  }

  private static Map<String, String> options(Path folder, JsonNode json) {
    Map<String, String> options = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> option : json.properties()) {
      String value = option.getValue().asText();
      options.put(
          option.getKey(),
          option.getKey().equals("init-image") ? folder.resolve(value).toString() : value);
    }
    return options;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generateDrawsThePictureOfDiffusers(Case golden, @TempDir Path folder) throws IOException {
    File drawn = folder.resolve("drawn.png").toFile();
    List<String> command = new ArrayList<>(List.of("generate", "--json", "--out", drawn.getPath()));
    command.addAll(List.of("--model", golden.model().toString()));
    command.addAll(golden.words());

    int exit = Tidewheel.commandLine(Map.of()).execute(command.toArray(String[]::new));

    assertThat(exit).isEqualTo(ExitCodes.OK);
    int[] expected = samples(ImageIO.read(golden.picture().toFile()));
    int[] actual = samples(ImageIO.read(drawn));
    assertThat(actual).hasSameSizeAs(expected);
    int[] apart = apart(actual, expected);
    assertThat(IntStream.of(apart).max()).hasValueLessThanOrEqualTo(MOST_LEVELS);
    assertThat(IntStream.of(apart).average().orElseThrow()).isLessThanOrEqualTo(MOST_MEAN);
  }

  /** Requests of every pipeline at once, of different prompts, steps and guidance. */
  @Test
  void companyMovesNoSampleByMoreThanALevel() throws IOException {
    List<ServedModel> models = new ArrayList<>();
    try {
      List<Supplier<Ordered>> orders = new ArrayList<>();
      for (Path folder : folders()) {
        ServedModel model =
            ServedModel.load(
                folder.getFileName().toString(),
                ModelFolder.read(folder.resolve("model")),
                Device.cpu());
        models.add(model);
        for (Case golden : company(folder)) {
          orders.add(() -> Ordered.of(model, golden));
        }
      }
      List<TickReport> ticks = Collections.synchronizedList(new ArrayList<>());
      List<byte[]> together = draw(orders, new EngineSettings(8, false), ticks::add);
      List<byte[]> alone = new ArrayList<>();
      for (Supplier<Ordered> order : orders) {
        alone.addAll(draw(List.of(order), new EngineSettings(1, false), _ -> {}));
      }

      assertThat(ticks).filteredOn(tick -> tick.batch() > 3).isNotEmpty();
      for (int i = 0; i < orders.size(); i++) {
        int[] apart = apart(samples(together.get(i)), samples(alone.get(i)));
        assertThat(IntStream.of(apart).max()).as("picture %d", i).hasValueLessThanOrEqualTo(1);
      }
    } finally {
      models.forEach(ServedModel::close);
    }
  }

  /** The pictures of a folder, and others of the same size and length of text. */
  private static List<Case> company(Path folder) throws IOException {
    List<Case> company = new ArrayList<>();
    for (Case golden : cases(folder)) {
      company.add(golden);
      company.add(golden.with(Map.of("steps", "2", "prompt", "")));
      company.add(golden.with(Map.of("steps", "5", "guidance", "1", "seed", "7")));
      company.add(golden.with(Map.of("steps", "3", "guidance", "6", "prompt", "red ".repeat(90))));
    }
    return company;
  }

  /**
   * A picture that is ordered.
   *
   * @param drawing what the engine is given
   * @param ending how it ended
   */
  private record Ordered(Drawing drawing, CompletableFuture<Ending> ending) {
    static Ordered of(ServedModel model, Case golden) {
      SamplingOptions options = new SamplingOptions();
      new CommandLine(options).parseArgs(golden.words().toArray(String[]::new));
      Verdict verdict = Admission.judge(options.ask(Optional.empty()), model.offer(), LIMITS);
      Order order = assertInstanceOf(Verdict.Admitted.class, verdict).order();
      CompletableFuture<Ending> ending = new CompletableFuture<>();
      Drawing drawing =
          model.drawing(
              golden.toString(), 0, order, Optional.empty(), Optional.empty(), listener(ending));
      return new Ordered(drawing, ending);
    }

    private static Drawing.Listener listener(CompletableFuture<Ending> ending) {
      return new Drawing.Listener() {
        @Override
        public void started() {}

        @Override
        public void ended(Ending how) {
          ending.complete(how);
        }
      };
    }

    byte[] pixels() {
      return assertInstanceOf(Ending.Drawn.class, ending.join()).pixels();
    }
  }

  private static List<byte[]> draw(
      List<Supplier<Ordered>> orders, EngineSettings settings, Consumer<TickReport> ticks) {
    try (Engine engine = new Engine(settings, ticks)) {
      List<Ordered> ordered = orders.stream().map(Supplier::get).toList();
      ordered.forEach(order -> engine.draw(order.drawing()));
      return ordered.stream().map(Ordered::pixels).toList();
    }
  }

  private static int[] samples(byte[] pixels) {
    return IntStream.range(0, pixels.length).map(i -> pixels[i] & 0xff).toArray();
  }

  private static int[] samples(BufferedImage image) {
    return image.getData().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
  }

  private static int[] apart(int[] one, int[] other) {
    return IntStream.range(0, one.length).map(i -> Math.abs(one[i] - other[i])).toArray();
  }
}

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
  private static final String LONG = String.join(" ", Collections.nCopies(90, "red"));
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

    int exit = Silently.execute(command.toArray(String[]::new));

    assertThat(exit).isEqualTo(ExitCodes.OK);
    int[] expected = samples(ImageIO.read(golden.picture().toFile()));
    int[] actual = samples(ImageIO.read(drawn));
    assertThat(actual).hasSameSizeAs(expected);
    int[] apart = apart(actual, expected);
    assertThat(IntStream.of(apart).max().orElseThrow()).isLessThanOrEqualTo(MOST_LEVELS);
    assertThat(IntStream.of(apart).average().orElseThrow()).isLessThanOrEqualTo(MOST_MEAN);
  }

  /** Requests of every pipeline at once, of different prompts, steps and guidance. */
  @Test
  void companyMovesNoSampleByMoreThanALevel() throws IOException {
    List<ServedModel> models = new ArrayList<>();
    try {
      List<Wanted> wanted = new ArrayList<>();
      for (Path folder : folders()) {
        ServedModel model = load(folder);
        models.add(model);
        company(folder).forEach(golden -> wanted.add(new Wanted(model, golden)));
      }
      List<TickReport> ticks = Collections.synchronizedList(new ArrayList<>());
      List<byte[]> together = draw(wanted, new EngineSettings(8, false), ticks::add);

      assertThat(ticks).filteredOn(tick -> tick.batch() > 3).isNotEmpty();
      for (int i = 0; i < wanted.size(); i++) {
        byte[] alone =
            draw(List.of(wanted.get(i)), new EngineSettings(1, false), _ -> {}).getFirst();
        int[] apart = apart(samples(together.get(i)), samples(alone));
        assertThat(IntStream.of(apart).max().orElseThrow())
            .as("%s", wanted.get(i))
            .isLessThanOrEqualTo(1);
      }
    } finally {
      models.forEach(ServedModel::close);
    }
  }

  private static ServedModel load(Path folder) {
    return ServedModel.load(
        folder.getFileName().toString(), ModelFolder.read(folder.resolve("model")), Device.cpu());
  }

  /** The pictures of a folder, and others of the same size and length of text. */
  private static List<Case> company(Path folder) throws IOException {
    List<Case> company = new ArrayList<>();
    for (Case golden : cases(folder)) {
      company.add(golden);
      company.add(golden.with(Map.of("steps", "4", "prompt", "")));
      company.add(golden.with(Map.of("steps", "5", "guidance", "1", "seed", "7")));
      company.add(golden.with(Map.of("steps", "6", "guidance", "6", "prompt", LONG)));
    }
    return company;
  }

  /**
   * A picture to draw.
   *
   * @param model what draws it
   * @param golden what it is
   */
  private record Wanted(ServedModel model, Case golden) {
    CompletableFuture<Ending> drawnBy(Engine engine) throws IOException {
      SamplingOptions options = new SamplingOptions();
      new CommandLine(options).parseArgs(golden.words().toArray(String[]::new));
      Optional<InitImage> image = options.initImage();
      Verdict verdict =
          Admission.judge(options.ask(image.map(InitImage::size)), model.offer(), LIMITS);
      assertThat(verdict).as("%s", golden).isInstanceOf(Verdict.Admitted.class);
      Order order = ((Verdict.Admitted) verdict).order();
      CompletableFuture<Ending> ending = new CompletableFuture<>();
      engine.draw(
          model
              .commission(order, image.map(InitImage::picture))
              .drawing(golden.toString(), 0, Optional.empty(), completing(ending)));
      return ending;
    }

    private static Drawing.Listener completing(CompletableFuture<Ending> ending) {
      return new Drawing.Listener() {
        @Override
        public void started() {}

        @Override
        public void ended(Ending how) {
          ending.complete(how);
        }
      };
    }
  }

  private static List<byte[]> draw(
      List<Wanted> wanted, EngineSettings settings, Consumer<TickReport> ticks) throws IOException {
    try (Engine engine = new Engine(settings, ticks)) {
      List<CompletableFuture<Ending>> endings = new ArrayList<>();
      for (Wanted one : wanted) {
        endings.add(one.drawnBy(engine));
      }
      return endings.stream()
          .map(ending -> assertInstanceOf(Ending.Drawn.class, ending.join()).pixels())
          .toList();
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

package dev.tidewheel.cli;

import dev.tidewheel.admission.Admission;
import dev.tidewheel.admission.Ask;
import dev.tidewheel.admission.Limits;
import dev.tidewheel.admission.Offer;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Problem;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.image.ImageEncoder;
import dev.tidewheel.image.JpegEncoder;
import dev.tidewheel.image.Picture;
import dev.tidewheel.image.PngEncoder;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.Commission;
import dev.tidewheel.serving.Offers;
import dev.tidewheel.serving.RecordedNetwork;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws pictures at once, without a log. */
@Command(name = "generate", description = "Draw pictures with a model's folder: no Kafka needed.")
final class GenerateCommand implements Callable<Integer> {
  private static final Limits LIMITS = new Limits(1 << 24, 10_000, 10_000, 100_000);
  private static final int BATCH = 8;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A Hugging Face diffusers folder.")
  private Path model = Path.of("");

  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--scheduler-config",
      paramLabel = "FILE",
      description = "A scheduler_config.json to use instead of the folder's.")
  private @Nullable Path schedulerConfig;

  @Option(
      names = "--deterministic",
      description = "Byte-identical pictures whatever the number drawn at once.")
  private boolean deterministic;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "image.png",
      description = "Where to: .png or .jpg; with --count, -0, -1... go before the ending.")
  private Path out = Path.of("");

  @Option(
      names = "--record",
      paramLabel = "FILE.safetensors",
      description =
          "Also write every number that the network and the decoder were given and answered.")
  private @Nullable Path record;

  @Option(names = "--json", description = "Say as JSON what was done.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = Console.ofProcess();
    ModelFolder folder = ModelFolder.read(model);
    Work work = work(offer(folder));
    try (ServedModel served =
        ServedModel.load(name(), folder, engine.device(), engine.precision())) {
      Order order = work.order;
      Commission commission = served.commission(order, work.source);
      var recorded = new RecordedNetwork(served);
      List<Ending.Drawn> done =
          draw(
              console,
              commission,
              order.count(),
              drawing -> record == null ? drawing : drawing.by(recorded));
      if (record != null) {
        recorded.tensors().write(record);
      }
      List<String> notes =
          Stream.concat(
                  Stream.concat(order.notes().stream(), commission.cuts().stream())
                      .map(OptionNames::inTermsOfOptions),
                  folder.tensorsPassedOver().stream().map(entry -> "passed over: " + entry))
              .toList();
      List<Map<String, Object>> report = new ArrayList<>();
      for (int i = 0; i < done.size(); i++) {
        Map<String, Object> image =
            write(work.encoder, target(i, done.size()), done.get(i), order.seed() + i);
        image.put("notes", notes);
        report.add(image);
      }
      if (json) {
        console.json(report);
      } else {
        notes.forEach(note -> console.err().println("note: " + note));
        report.forEach(
            image ->
                console
                    .out()
                    .printf(
                        "%s: %s evaluations, %s ms%n",
                        image.get("file"), image.get("evaluations"), image.get("milliseconds")));
      }
      return ExitCodes.OK;
    }
  }

  /**
   * What is to be done.
   *
   * @param order what to draw
   * @param source the picture to begin with, in the order's size
   * @param encoder makes files of it
   */
  private record Work(Order order, Optional<Picture> source, ImageEncoder encoder) {}

  private String name() {
    return model.toAbsolutePath().normalize().getFileName().toString();
  }

  private Offer offer(ModelFolder folder) {
    return schedulerConfig == null
        ? Offers.calibrated(name(), folder)
        : Offers.of(name(), folder.description().scheduledBy(schedulerConfig));
  }

  /** Everything that is wrong with the options is said at once, and before anything is loaded. */
  private Work work(Offer offer) throws IOException {
    List<String> problems = new ArrayList<>();
    Optional<InitImage> image = sampling.initImage();
    Ask ask = sampling.ask(image.map(InitImage::size));
    Optional<ImageEncoder> encoder = encoder();
    if (encoder.isEmpty()) {
      problems.add("--out: is %s; end it with .png, .jpg or .jpeg".formatted(out));
    }
    if (record != null && ask.count() != 1) {
      problems.add("--record: goes with one picture; leave out --count");
    }
    switch (Admission.judge(ask, offer, LIMITS)) {
      case Verdict.Admitted(Order order) when encoder.isPresent() && problems.isEmpty() -> {
        return new Work(
            order,
            image.map(given -> given.picture().resized(order.width(), order.height())),
            encoder.get());
      }
      case Verdict.Admitted _ -> {}
      case Verdict.Refused(List<Problem> refused) ->
          refused.forEach(
              problem -> problems.add(OptionNames.inTermsOfOptions(problem.toString())));
    }
    throw Failure.ofUsage("this cannot be drawn:", problems);
  }

  private Optional<ImageEncoder> encoder() {
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      return Optional.of(new PngEncoder());
    }
    return name.endsWith(".jpg") || name.endsWith(".jpeg")
        ? Optional.of(new JpegEncoder())
        : Optional.empty();
  }

  private List<Ending.Drawn> draw(
      Console console, Commission commission, int count, UnaryOperator<Drawing> changed) {
    try (ProgressBar bar = console.progress("drawing", count)) {
      var settings = new EngineSettings(BATCH, deterministic);
      return LocalDrawing.draw(commission, count, settings, changed, bar::step);
    }
  }

  private Path target(int index, int count) {
    if (count == 1) {
      return out;
    }
    String name = out.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String numbered =
        dot < 0 ? name + "-" + index : name.substring(0, dot) + "-" + index + name.substring(dot);
    return out.resolveSibling(numbered);
  }

  private static Map<String, Object> write(
      ImageEncoder encoder, Path file, Ending.Drawn drawn, long seed) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(
        file,
        encoder.encode(
            new Picture(
                drawn.shape().width(),
                drawn.shape().height(),
                drawn.shape().channels(),
                drawn.pixels())));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("file", file.toString());
    report.put("seed", seed);
    report.put("evaluations", drawn.trace().size());
    report.put("milliseconds", (drawn.times().decoded() - drawn.times().firstTick()) / 1_000_000);
    return report;
  }
}

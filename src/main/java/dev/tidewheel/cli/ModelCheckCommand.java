package dev.tidewheel.cli;

import dev.tidewheel.admission.Admission;
import dev.tidewheel.admission.Ask;
import dev.tidewheel.admission.Limits;
import dev.tidewheel.admission.Offer;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.image.Picture;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.serving.Offers;
import dev.tidewheel.serving.ServedModel;
import dev.tidewheel.serving.WatchedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads a model and makes one picture, as small and with as few steps as it sensibly can. */
@Command(
    name = "check",
    description =
        "Load a folder and draw one picture, small and in 2 steps unless told otherwise; say how"
            + " long it took, what memory it needs, and whether the picture is sound.")
final class ModelCheckCommand implements Callable<Integer> {
  private static final Limits LIMITS = new Limits(1 << 24, 1, 10_000, 100_000);

  /** Sides of a picture that has something to see; models whose usual size is less draw that. */
  private static final int SMALL = 64;

  /** Few steps; some solvers need more than two. */
  private static final List<Integer> FEW = List.of(2, 4);

  private static final String PROMPT = "a red ball";

  @Parameters(paramLabel = "DIR", description = "A Hugging Face diffusers folder.")
  private Path folder = Path.of("");

  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    long begin = System.nanoTime();
    ModelFolder read = ModelFolder.read(folder);
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    Optional<InitImage> image = sampling.initImage();
    Order order = order(Offers.of(name, read.description()), image);
    try (ServedModel served = ServedModel.load(name, read, engine.device(), engine.precision())) {
      CheckFinding finding = check(read, served, order, image, seconds(begin));
      Console console = Console.ofProcess();
      if (json) {
        console.json(finding.fields());
      } else {
        console.out().print(finding.page());
      }
      return finding.sound() ? ExitCodes.OK : ExitCodes.WORK_FAILED;
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** What the options ask for, and little where they are silent. */
  private Order order(Offer offer, Optional<InitImage> image) {
    Ask asked = sampling.ask(image.map(InitImage::size));
    List<Optional<Steps>> choices = new ArrayList<>();
    if (asked.steps().isEmpty()) {
      FEW.forEach(count -> choices.add(Optional.of(new Steps.Fixed(count))));
    }
    choices.add(asked.steps());
    List<?> problems = List.of();
    for (Optional<Steps> steps : choices) {
      switch (Admission.judge(small(asked, offer, steps), offer, LIMITS)) {
        case Verdict.Admitted(Order order) -> {
          return order;
        }
        case Verdict.Refused refused ->
            problems =
                refused.problems().stream()
                    .map(problem -> OptionNames.inTermsOfOptions(problem.toString()))
                    .toList();
      }
    }
    throw Failure.ofUsage("this cannot be drawn:", problems);
  }

  private static Ask small(Ask asked, Offer offer, Optional<Steps> steps) {
    boolean sized = asked.source().isPresent() && offer.keepsSize();
    return new Ask(
        worded(asked.wording(), offer),
        asked.classLabel(),
        asked.count(),
        asked.seed(),
        sized ? asked.width() : asked.width().or(() -> side(offer.width(), offer)),
        sized ? asked.height() : asked.height().or(() -> side(offer.height(), offer)),
        asked.source(),
        asked.strength(),
        asked.guidance(),
        asked.trueGuidance(),
        asked.guidanceUse(),
        asked.solver(),
        asked.schedule(),
        steps,
        asked.eta());
  }

  private static Optional<Integer> side(int usual, Offer offer) {
    int multiple = offer.sizeMultiple();
    return Optional.of(Math.min(usual, Math.ceilDiv(SMALL, multiple) * multiple));
  }

  private static Ask.Wording worded(Ask.Wording wording, Offer offer) {
    return offer.reading().isEmpty()
        ? wording
        : new Ask.Wording(
            wording.prompt().or(() -> Optional.of(PROMPT)),
            wording.prompt2(),
            wording.prompt3(),
            wording.negativePrompt(),
            wording.clipSkip(),
            wording.maxSequenceLength());
  }

  private static CheckFinding check(
      ModelFolder folder,
      ServedModel served,
      Order order,
      Optional<InitImage> image,
      double loadSeconds) {
    var network = new WatchedNetwork(served);
    Optional<Picture> source =
        image.map(given -> given.picture().resized(order.width(), order.height()));
    long begin = System.nanoTime();
    Ending.Drawn drawn =
        LocalDrawing.draw(
                served.commission(order, source),
                1,
                new EngineSettings(1, false),
                drawing -> drawing.by(network),
                () -> {})
            .getFirst();
    double drawSeconds = seconds(begin);
    return new CheckFinding(
        served.name(),
        folder.description().pipeline(),
        folder.passedOver(),
        Devices.nameOf(served.device()),
        loadSeconds,
        served.weightBytes(),
        PeakMemory.ofProcess(),
        order.width(),
        order.height(),
        drawn.trace().size(),
        drawSeconds,
        network.isFinite(),
        isFlat(drawn.pixels(), drawn.shape().channels()));
  }

  /** Whether each sample is that of the first pixel, or next to it. */
  static boolean isFlat(byte[] pixels, int channels) {
    for (int i = channels; i < pixels.length; i++) {
      int first = Byte.toUnsignedInt(pixels[i % channels]);
      if (Math.abs(Byte.toUnsignedInt(pixels[i]) - first) > 1) {
        return false;
      }
    }
    return true;
  }
}

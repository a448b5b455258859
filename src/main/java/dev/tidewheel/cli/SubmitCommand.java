package dev.tidewheel.cli;

import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.client.AnswerListener;
import dev.tidewheel.client.Answers;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.client.TidewheelClient;
import dev.tidewheel.client.UnreachableException;
import dev.tidewheel.config.Durations;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.worker.WorkerSettings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Sends requests and, if asked to, waits for what comes of them. */
@Command(name = "submit", description = "Send requests to workers, and wait for the pictures.")
final class SubmitCommand implements Callable<Integer> {
  private static final Set<String> GO_WITH_FROM =
      Set.of(
          "--from",
          "--model",
          "--wait",
          "--out",
          "--json",
          "--bootstrap",
          "--config",
          "--set",
          "--debug");

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model, by the name that workers serve it under.")
  private @Nullable String model;

  @Mixin private SamplingOptions sampling = new SamplingOptions();

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How long the pictures are of use, from now, such as 30s or 5m.")
  private @Nullable Duration deadline;

  @Option(
      names = "--from",
      paramLabel = "FILE.jsonl",
      description = "Send a request for each line: a JSON object with GenerationRequest's fields.")
  private @Nullable Path from;

  @Option(names = "--wait", description = "Wait until all have ended.")
  private boolean wait;

  @Option(names = "--out", paramLabel = "DIR", description = "Wait, and save the pictures there.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Say as JSON what was sent, or what came.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Durations as everywhere in the settings. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<GenerationRequest> requests = requests();
    WorkerConfig config = kafka.loadAndReach();
    checkImages(requests, config);
    Console console = Console.ofProcess();
    try (TidewheelClient client =
        new TidewheelClient(WorkerSettings.client(config), WorkerSettings.topics(config))) {
      if (wait || out != null) {
        return sendAndWait(console, client, config, requests);
      }
      send(client, config, requests, json ? _ -> {} : console.out()::println);
      if (json) {
        console.json(requests.stream().map(request -> Map.of("id", request.getId())).toList());
      }
      return ExitCodes.OK;
    }
  }

  private List<GenerationRequest> requests() throws IOException {
    if (from != null) {
      return fromFile(from);
    }
    if (model == null) {
      throw Failure.ofUsage("--model is missing: name the model, or give --from FILE.jsonl");
    }
    Optional<InitImage> image = sampling.initImage();
    return List.of(
        SamplingRequest.of(
            UUID.randomUUID().toString(),
            model,
            sampling.ask(image.map(InitImage::size)),
            image,
            Optional.ofNullable(deadline).map(Instant.now()::plus)));
  }

  private static void checkImages(List<GenerationRequest> requests, WorkerConfig config) {
    long limit =
        Math.min(config.storage().inlineLimit().bytes(), TopicPlan.LARGEST_IMAGE_OF_A_REQUEST);
    List<String> tooLarge = InitImage.tooLarge(requests, limit);
    if (!tooLarge.isEmpty()) {
      throw Failure.ofUsage(
          "an init image of more than %d bytes does not travel in its request: make it smaller, or"
                  .formatted(limit)
              + " put it into the workers' storage.directory and give its address in --from's file,"
              + " as \"initImage\": {\"uri\": \"file:///...\", \"size\": BYTES}",
          tooLarge);
    }
  }

  private List<GenerationRequest> fromFile(Path file) throws IOException {
    List<String> strangers =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !GO_WITH_FROM.contains(name))
            .toList();
    if (!strangers.isEmpty()) {
      throw Failure.ofUsage(
          "--from brings whole requests: leave out " + String.join(", ", strangers));
    }
    RequestLines.Parsed parsed;
    try {
      parsed = RequestLines.parse(Files.readAllLines(file), Optional.ofNullable(model));
    } catch (CharacterCodingException e) {
      throw Failure.ofUsage(file + " is not UTF-8");
    }
    if (!parsed.problems().isEmpty()) {
      throw Failure.ofUsage(file + " is not in order, and nothing was sent:", parsed.problems());
    }
    if (parsed.requests().isEmpty()) {
      throw Failure.ofUsage(file + " is empty");
    }
    return parsed.requests();
  }

  /** Sends requests, and says the id of each that is in the log. */
  private static void send(
      TidewheelClient client,
      WorkerConfig config,
      List<GenerationRequest> requests,
      Consumer<String> said)
      throws InterruptedException {
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (GenerationRequest request : requests) {
      sent.add(client.send(request, List.of()));
      Sending.awaitFirst(sent, config);
    }
    Sending.awaitEach(sent, config, i -> said.accept(requests.get(i).getId()));
  }

  private int sendAndWait(
      Console console,
      TidewheelClient client,
      WorkerConfig config,
      List<GenerationRequest> requests)
      throws InterruptedException {
    StopSignal stop = StopSignal.install();
    List<CompletableFuture<SubmitReport>> reports = new ArrayList<>();
    try (Answers answers = client.listen(Findings.PATIENCE);
        ProgressBar bar = console.progress("drawing", images(requests))) {
      bar.note("no worker has answered yet");
      for (GenerationRequest request : requests) {
        reports.add(answers.follow(request.getId(), moving(bar)).thenApply(this::report));
      }
      send(client, config, requests, id -> bar.line("sent " + id));
      CompletableFuture<Void> all =
          CompletableFuture.allOf(reports.toArray(CompletableFuture[]::new));
      while (!all.isDone() && !stop.await(Duration.ofMillis(50))) {
        continue;
      }
      if (!all.isDone()) {
        console
            .err()
            .println(
                "requests that have not ended go on without this command; tidewheel cancel ID stops"
                    + " them");
        return ExitCodes.INTERRUPTED;
      }
    } catch (UnreachableException e) {
      throw Failure.ofEnvironment(String.valueOf(e.getMessage()), e);
    }
    return print(console, reports.stream().map(CompletableFuture::join).toList());
  }

  private static long images(List<GenerationRequest> requests) {
    return requests.stream().mapToLong(request -> Math.max(1, request.getCount())).sum();
  }

  private static AnswerListener moving(ProgressBar bar) {
    return new AnswerListener() {
      @Override
      public void event(RequestEvent event) {
        bar.note("");
      }

      @Override
      public void image(ImageResult image) {
        bar.step();
      }
    };
  }

  private SubmitReport report(Outcome outcome) {
    SubmitReport report =
        out == null
            ? SubmitReport.of(outcome, Map.of(), List.of())
            : new PictureFolder(out).saveAll(outcome);
    return from == null ? report.inTermsOfOptions() : report;
  }

  private int print(Console console, List<SubmitReport> reports) {
    if (json) {
      console.json(reports);
    } else {
      reports.stream().flatMap(report -> report.lines().stream()).forEach(console.out()::println);
      console.err().println(SubmitReport.summary(reports));
    }
    return reports.stream().allMatch(SubmitReport::isGood) ? ExitCodes.OK : ExitCodes.WORK_FAILED;
  }
}

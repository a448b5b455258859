package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.client.AnswerListener;
import dev.tidewheel.client.Answers;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.client.TidewheelClient;
import dev.tidewheel.config.ConfigResult;
import dev.tidewheel.config.Configuration;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.schema.Codec;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Decoded;
import dev.tidewheel.schema.Header;
import dev.tidewheel.testing.Log;
import dev.tidewheel.testing.TestKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Workers on topics of their own, a client that asks them, and an eye on the log. */
final class Fleet implements AutoCloseable {
  /** Steps that no test waits for. */
  static final int ENDLESS = 100_000;

  private static final Set<EventKind> ENDS =
      Set.of(
          EventKind.COMPLETED,
          EventKind.FAILED,
          EventKind.CANCELLED,
          EventKind.EXPIRED,
          EventKind.REFUSED);

  private final TopicPlan plan;
  private final Map<String, String> settings;
  private final TidewheelClient client;
  private final Answers answers;
  private final Log log;
  private final List<Worker> workers = new ArrayList<>();

  /** Makes topics and a client; no worker runs yet. */
  Fleet(TestKafka kafka, Path folder) throws InterruptedException {
    this.plan = kafka.newTopics();
    this.settings = settings(kafka, plan, folder);
    this.client = new TidewheelClient(kafka.client(), plan.names());
    this.answers = client.listen(TestKafka.PATIENCE);
    this.log = new Log(kafka.client());
  }

  static Map<String, String> settings(TestKafka kafka, TopicPlan plan, Path folder) {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap", kafka.client().bootstrap());
    settings.put("kafka.group", plan.group());
    settings.put("kafka.topics.requests", plan.names().requests());
    settings.put("kafka.topics.results", plan.names().results());
    settings.put("kafka.topics.steps", plan.names().steps());
    settings.put("kafka.topics.events", plan.names().events());
    settings.put("kafka.topics.cancellations", plan.names().cancellations());
    settings.put("kafka.topics.deadLetters", plan.names().deadLetters());
    settings.put("models." + TinyModel.NAME, TinyModel.FOLDER.toString());
    settings.put("worker.grace", "10s");
    settings.put("engine.threads", "1");
    settings.put("engine.batch", "4");
    settings.put("intake.feeders", "2");
    settings.put("intake.records", "8");
    settings.put("limits.steps", Integer.toString(ENDLESS));
    settings.put("storage.directory", folder.toString());
    settings.put("http.host", "localhost");
    settings.put("http.port", "0");
    return settings;
  }

  /** A worker's settings by their paths; those given, name and value in turn, win. */
  Map<String, String> settings(String... namesAndValues) {
    Map<String, String> all = new HashMap<>(settings);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return all;
  }

  TopicPlan plan() {
    return plan;
  }

  Log log() {
    return log;
  }

  TidewheelClient client() {
    return client;
  }

  /** Starts a worker; the settings given, name and value in turn, win over the fleet's. */
  Worker start(String... namesAndValues) {
    Worker worker = Worker.start(config(settings(namesAndValues)));
    workers.add(worker);
    return worker;
  }

  static WorkerConfig config(Map<String, String> all) {
    return switch (Configuration.load(Optional.empty(), Map.of(), all)) {
      case ConfigResult.Loaded loaded -> loaded.config();
      case ConfigResult.Invalid invalid ->
          throw new IllegalArgumentException(invalid.problems().toString());
    };
  }

  /** A request of two steps. */
  static GenerationRequest.Builder request(String id) {
    return GenerationRequest.newBuilder()
        .setId(id)
        .setModel(TinyModel.NAME)
        .setSteps(new FixedSteps(2));
  }

  static GenerationRequest.Builder endless(String id) {
    return request(id).setSteps(new FixedSteps(ENDLESS));
  }

  /** Sends a request. */
  CompletableFuture<Outcome> send(GenerationRequest.Builder request, Header... headers) {
    return send(request.build(), headers);
  }

  /** Sends a request. */
  CompletableFuture<Outcome> send(GenerationRequest request, Header... headers) {
    return send(request, AnswerListener.NONE, headers);
  }

  /** Sends a request; a listener hears what comes. */
  CompletableFuture<Outcome> send(
      GenerationRequest request, AnswerListener listener, Header... headers) {
    CompletableFuture<Outcome> outcome = follow(request.getId(), listener);
    client.send(request, List.of(headers)).orTimeout(30, TimeUnit.SECONDS).join();
    return outcome;
  }

  /** Listens for a request that is sent otherwise. */
  CompletableFuture<Outcome> follow(String requestId, AnswerListener listener) {
    return answers.follow(requestId, listener);
  }

  /** Sends a request and waits until a worker is at it; the end comes later. */
  CompletableFuture<Outcome> sendAndAwaitStart(GenerationRequest.Builder request) {
    CompletableFuture<Void> started = new CompletableFuture<>();
    CompletableFuture<Outcome> outcome =
        send(
            request.build(),
            new AnswerListener() {
              @Override
              public void event(RequestEvent event) {
                if (event.getKind() == EventKind.STARTED) {
                  started.complete(null);
                }
              }
            });
    await(started);
    return outcome;
  }

  /** Sends a request, waits for its end, and demands that it was completed. */
  Outcome complete(GenerationRequest.Builder request, Header... headers) {
    return completed(send(request, headers));
  }

  static Outcome completed(CompletableFuture<Outcome> future) {
    Outcome outcome = await(future);
    assertThat(outcome.completed()).as("%s is completed", outcome.end()).isTrue();
    assertThat(outcome.images()).hasSize(outcome.end().getImages());
    return outcome;
  }

  static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  List<ImageResult> results() {
    return read(plan.names().results(), Codecs.RESULT);
  }

  List<StepMetrics> steps() {
    return read(plan.names().steps(), Codecs.STEPS);
  }

  List<DeadLetter> deadLetters() {
    return read(plan.names().deadLetters(), Codecs.DEAD_LETTER);
  }

  /** All events; those of one request in the order of the log. */
  List<RequestEvent> events() {
    return read(plan.names().events(), Codecs.EVENT);
  }

  /** The events that end requests, by request, in the order of the log. */
  Map<String, List<RequestEvent>> ends() {
    return events().stream()
        .filter(event -> ENDS.contains(event.getKind()))
        .collect(Collectors.groupingBy(RequestEvent::getRequestId));
  }

  private <T extends SpecificRecord> List<T> read(String topic, Codec<T> codec) {
    return log.read(topic).stream().map(record -> decode(record, codec)).toList();
  }

  static <T extends SpecificRecord> T decode(
      ConsumerRecord<byte[], byte[]> record, Codec<T> codec) {
    return switch (codec.decode(record.value())) {
      case Decoded.Value<T>(T value) -> value;
      case Decoded.Undecodable<T>(String reason) -> throw new IllegalStateException(reason);
    };
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
    answers.close();
    client.close();
    log.close();
  }
}

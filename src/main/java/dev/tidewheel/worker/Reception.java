package dev.tidewheel.worker;

import static java.util.Objects.requireNonNull;

import dev.tidewheel.admission.Admission;
import dev.tidewheel.admission.Ask;
import dev.tidewheel.admission.Limits;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Problem;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.avro.Cancellation;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.intake.Delivery;
import dev.tidewheel.intake.Origin;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Decoded;
import dev.tidewheel.schema.Header;
import dev.tidewheel.serving.Commission;
import dev.tidewheel.serving.ServedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes deliveries in: each becomes a job, or is answered at once. Thread-safe. */
final class Reception implements Consumer<Delivery> {
  private static final int LONGEST_ID = 200;

  /** Headers are copied to every answer; with more of them an answer could be too large to send. */
  private static final int MOST_HEADER_BYTES = 64 << 10;

  /** A record that was tried so often may be what stops workers; the broker drops it after 10. */
  private static final int LAST_ATTEMPT = 8;

  /** Many times what a worker holds: whatever may still come again. */
  private static final int ANSWERS_REMEMBERED = 10_000;

  private static final Problem NO_REASON = new Problem("", "cancelled by request");

  private final Map<String, ServedModel> models;
  private final Limits limits;
  private final Engine engine;
  private final Function<String, Optional<Cancellation>> cancellations;
  private final Workshop workshop;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final AnsweredRecords answered = new AnsweredRecords(ANSWERS_REMEMBERED);

  /**
   * Makes a reception.
   *
   * @param models what this worker serves, by name
   * @param limits what a request may ask for
   * @param engine draws
   * @param cancellations knows requests that nobody wants any more
   * @param workshop what jobs need
   */
  Reception(
      Map<String, ServedModel> models,
      Limits limits,
      Engine engine,
      Function<String, Optional<Cancellation>> cancellations,
      Workshop workshop) {
    this.models = Map.copyOf(models);
    this.limits = limits;
    this.engine = engine;
    this.cancellations = cancellations;
    this.workshop = workshop;
  }

  /** Jobs that are not over. */
  int jobs() {
    return jobs.size();
  }

  @Override
  public void accept(Delivery delivery) {
    if (answered.has(delivery.origin())) {
      delivery.done();
      return;
    }
    switch (Codecs.REQUEST.decode(delivery.value())) {
      case Decoded.Undecodable<GenerationRequest>(String reason) ->
          bury(delivery, Optional.empty(), List.of(new Problem("", reason)));
      case Decoded.Value<GenerationRequest>(GenerationRequest request) ->
          receive(delivery, request);
    }
  }

  private void receive(Delivery delivery, GenerationRequest request) {
    Optional<Problem> badId = problemOfId(request.getId());
    if (badId.isPresent()) {
      List<Problem> problems = new ArrayList<>(List.of(badId.get()));
      Sources.Brought brought = workshop.sources().of(request);
      problems.addAll(problems(brought, judge(request, brought)));
      bury(delivery, Optional.empty(), problems);
      return;
    }
    Job running = jobs.get(delivery.origin().id());
    if (running != null && running.adopt(delivery)) {
      return;
    }
    Optional<Cancellation> cancellation = cancellations.apply(request.getId());
    if (cancellation.isPresent()) {
      say(delivery, request, EventKind.CANCELLED, List.of(reason(cancellation.get())));
    } else if (isPast(request.getDeadline())) {
      say(
          delivery,
          request,
          EventKind.EXPIRED,
          List.of(new Problem("deadline", "had passed when a worker took the request")));
    } else if (delivery.origin().attempt() > LAST_ATTEMPT) {
      giveUp(delivery, request);
    } else {
      take(delivery, request);
    }
  }

  private static Optional<Problem> problemOfId(String id) {
    return id.isBlank() || id.length() > LONGEST_ID
        ? Optional.of(
            new Problem(
                "id",
                "has %d characters; give 1 to %d, not all of them blank"
                    .formatted(id.length(), LONGEST_ID)))
        : Optional.empty();
  }

  private static boolean isPast(@Nullable Instant deadline) {
    return deadline != null && !deadline.isAfter(Instant.now());
  }

  static Problem reason(Cancellation cancellation) {
    String reason = cancellation.getReason();
    return reason == null ? NO_REASON : new Problem("", reason);
  }

  private void take(Delivery delivery, GenerationRequest request) {
    List<Problem> problems = new ArrayList<>();
    problemOfHeaders(delivery).ifPresent(problems::add);
    Sources.Brought brought = workshop.sources().of(request);
    Verdict verdict = judge(request, brought);
    problems.addAll(problems(brought, verdict));
    if (problems.isEmpty() && verdict instanceof Verdict.Admitted(Order order)) {
      work(delivery, request, order, brought);
    } else {
      say(delivery, request, EventKind.REFUSED, problems);
    }
  }

  private static Optional<Problem> problemOfHeaders(Delivery delivery) {
    int bytes = headerBytes(delivery);
    return bytes > MOST_HEADER_BYTES
        ? Optional.of(
            new Problem(
                "headers",
                "have %d bytes; the limit for a record is %d".formatted(bytes, MOST_HEADER_BYTES)))
        : Optional.empty();
  }

  private static int headerBytes(Delivery delivery) {
    return delivery.headers().stream()
        .mapToInt(header -> header.name().length() + length(header.value()))
        .sum();
  }

  private static int length(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }

  private static List<Header> copied(Delivery delivery) {
    return headerBytes(delivery) > MOST_HEADER_BYTES ? List.of() : delivery.headers();
  }

  private Verdict judge(GenerationRequest request, Sources.Brought brought) {
    ServedModel model = models.get(request.getModel());
    Ask ask = Asks.of(request, brought.size());
    return model == null
        ? new Verdict.Refused(withUnknownModel(request, ask))
        : Admission.judge(ask, model.offer(), limits);
  }

  /** Where the picture is of no use, nothing is said of what belongs to it. */
  private static List<Problem> problems(Sources.Brought brought, Verdict verdict) {
    List<Problem> judged =
        verdict instanceof Verdict.Refused(List<Problem> problems) ? problems : List.of();
    return brought instanceof Sources.Brought.Unusable(Problem problem)
        ? Stream.concat(
                Stream.of(problem),
                judged.stream().filter(other -> !other.field().equals("strength")))
            .toList()
        : judged;
  }

  private List<Problem> withUnknownModel(GenerationRequest request, Ask ask) {
    List<Problem> problems = new ArrayList<>();
    problems.add(
        new Problem(
            "model",
            "'%s' is not served here; there is %s"
                .formatted(
                    request.getModel(),
                    String.join(", ", models.keySet().stream().sorted().toList()))));
    problems.addAll(Admission.problemsWithoutModel(ask, limits));
    return problems;
  }

  private void work(
      Delivery delivery, GenerationRequest request, Order order, Sources.Brought brought) {
    ServedModel model = requireNonNull(models.get(request.getModel()));
    Commission commission = model.commission(order, brought.resized(order.width(), order.height()));
    JobFacts facts =
        new JobFacts(
            request,
            order,
            commission.cuts(),
            delivery.headers(),
            delivery.origin(),
            System.currentTimeMillis(),
            System.nanoTime());
    String key = delivery.origin().id();
    Job job = new Job(facts, delivery, workshop, said -> over(delivery.origin(), said));
    jobs.put(key, job);
    job.start(engine::draw, commission);
    // one that came since the first look has found no job, or none of its images
    cancellations.apply(request.getId()).ifPresent(this::cancel);
  }

  private void over(Origin origin, boolean said) {
    if (said) {
      answered.add(origin);
    }
    jobs.remove(origin.id());
  }

  /** Stops the work on a request, wherever it stands. */
  void cancel(Cancellation cancellation) {
    String id = cancellation.getRequestId();
    List<Job> wanted = jobs.values().stream().filter(job -> job.requestId().equals(id)).toList();
    if (!wanted.isEmpty()) {
      wanted.forEach(job -> job.cancel(reason(cancellation).message()));
      engine.withdraw(drawing -> drawing.requestId().equals(id));
    }
  }

  /** Answers a request for good, without work. */
  private void say(
      Delivery delivery, GenerationRequest request, EventKind kind, List<Problem> problems) {
    if (models.containsKey(request.getModel())) {
      int images = Math.clamp(request.getCount(), 1, limits.count());
      workshop.observer().undrawn(request.getModel(), kind, images);
    }
    acknowledge(
        delivery,
        workshop
            .publisher()
            .event(
                workshop
                    .records()
                    .event(request.getId(), kind, delivery.origin().attempt(), 0, problems),
                copied(delivery)));
  }

  private void giveUp(Delivery delivery, GenerationRequest request) {
    List<Problem> problems =
        List.of(
            new Problem(
                "",
                "was delivered %d times without an end; it may be what stops workers"
                    .formatted(delivery.origin().attempt())));
    workshop.observer().deadLetter();
    CompletableFuture<Void> unused =
        workshop
            .publisher()
            .deadLetter(
                workshop.records().deadLetter(delivery, request.getId(), problems),
                copied(delivery))
            .handle(
                (_, failure) -> {
                  if (failure == null) {
                    say(delivery, request, EventKind.FAILED, problems);
                  } else {
                    delivery.later();
                  }
                  return null;
                });
  }

  /** Puts a record that cannot be answered to the dead letters. */
  private void bury(Delivery delivery, Optional<String> requestId, List<Problem> problems) {
    workshop.observer().deadLetter();
    acknowledge(
        delivery,
        workshop
            .publisher()
            .deadLetter(
                workshop.records().deadLetter(delivery, requestId.orElse(null), problems),
                copied(delivery)));
  }

  private void acknowledge(Delivery delivery, CompletableFuture<Void> said) {
    CompletableFuture<Void> unused =
        said.handle(
            (_, failure) -> {
              if (failure == null) {
                answered.add(delivery.origin());
                delivery.done();
              } else {
                delivery.later();
              }
              return null;
            });
  }
}

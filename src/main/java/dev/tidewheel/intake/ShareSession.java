package dev.tidewheel.intake;

import dev.tidewheel.intake.HeldRecord.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one share consumer: from its connection to the failure or the drain that ends it. */
final class ShareSession implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShareSession.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration HURRIED_CLOSE = Duration.ofSeconds(1);
  private static final Duration FULL_PAUSE = Duration.ofMillis(20);

  /** Polls until renewed records are handed out again; the first one usually does. */
  private static final int POLLS_AFTER_RENEWAL = 3;

  private final String name;
  private final Consumer<Delivery> receiver;
  private final FeederListener listener;
  private final Drain drain;
  private final KafkaShareConsumer<byte[], byte[]> consumer;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final Map<Place, HeldRecord> held = new LinkedHashMap<>();
  private long polledAt = System.nanoTime();
  private long lockedAt = polledAt;
  private boolean warned;

  /** Where a record lies: it is handed out as another object after each renewal. */
  private record Place(int partition, long offset) {
    static Place of(ConsumerRecord<?, ?> record) {
      return new Place(record.partition(), record.offset());
    }
  }

  ShareSession(
      FeederSettings settings, Consumer<Delivery> receiver, FeederListener listener, Drain drain) {
    this.name = settings.name();
    this.receiver = receiver;
    this.listener = listener;
    this.drain = drain;
    this.consumer =
        new KafkaShareConsumer<>(
            properties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(settings.topic()));
  }

  private static Map<String, Object> properties(FeederSettings settings) {
    return settings
        .client()
        .with(
            Map.of("reconnect.backoff.max.ms", 2_000, "enable.metrics.push", false),
            Map.of(
                "group.id",
                settings.group(),
                "client.id",
                settings.name(),
                "share.acknowledgement.mode",
                "explicit",
                "share.acquire.mode",
                "record_limit",
                "max.poll.records",
                settings.holds(),
                "max.poll.interval.ms",
                Integer.MAX_VALUE,
                // a connection that closes for idleness frees the records that it holds
                "connections.max.idle.ms",
                -1L));
  }

  /** Takes and answers records until the drain begins. */
  void feed() throws InterruptedException {
    while (!drain.begun()) {
      if (!listener.wantsMore()) {
        drain.awaitBegin(FULL_PAUSE);
        continue;
      }
      // what comes now may have been locked from the moment when the last poll ended
      lockedAt = polledAt;
      for (ConsumerRecord<byte[], byte[]> record : poll()) {
        hand(record);
      }
      while (!held.isEmpty()) {
        renewWhereDue();
        commit(nextAnswers());
      }
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    polledAt = System.nanoTime();
    return records;
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    var delivery = new HeldRecord(record, answers::add);
    held.put(Place.of(record), delivery);
    listener.heldChanged(1);
    try {
      receiver.accept(delivery);
    } catch (RuntimeException e) {
      log.error("{} could not hand over {}, which goes back to the log", name, delivery, e);
      delivery.later();
    }
  }

  /**
   * Locks everything held anew when half of the time is over. All at once and settled before the
   * next poll: a consumer that polls while a renewal is under way locks further records, which it
   * does not hand out.
   */
  private void renewWhereDue() {
    long half = TimeUnit.MILLISECONDS.toNanos(consumer.acquisitionLockTimeoutMs().orElse(0)) / 2;
    long now = System.nanoTime();
    if (half == 0 || now - lockedAt < half || drain.over()) {
      return;
    }
    held.values().forEach(kept -> consumer.acknowledge(kept.record(), AcknowledgeType.RENEW));
    Map<TopicIdPartition, Optional<KafkaException>> outcome = consumer.commitSync();
    lockedAt = now;
    Set<Integer> failed = failedPartitions(outcome);
    Set<Place> awaited = new HashSet<>(held.keySet());
    awaited.removeIf(place -> failed.contains(place.partition()));
    Set<Place> kept = handedOutAgain(awaited);
    int before = held.size();
    held.keySet().retainAll(kept);
    if (held.size() < before) {
      listener.heldChanged(held.size() - before);
      lost(before - held.size(), "renewals", outcome);
    }
  }

  /** Polls for renewed records; what is new among them is taken as well. */
  private Set<Place> handedOutAgain(Set<Place> awaited) {
    Set<Place> seen = new HashSet<>();
    for (int i = 0; i < POLLS_AFTER_RENEWAL && !seen.containsAll(awaited); i++) {
      for (ConsumerRecord<byte[], byte[]> record : poll()) {
        if (seen.add(Place.of(record)) && !held.containsKey(Place.of(record))) {
          hand(record);
        }
      }
    }
    return seen;
  }

  /**
   * Waits a while for an answer and takes all that are there; after the drain's grace everything
   * held counts as handed back.
   */
  private List<Answer> nextAnswers() throws InterruptedException {
    if (drain.over()) {
      held.values().forEach(HeldRecord::later);
    }
    List<Answer> ready = new ArrayList<>();
    Answer first = answers.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      ready.add(first);
      answers.drainTo(ready);
    }
    return ready;
  }

  private void commit(List<Answer> ready) {
    // an answer to a record whose lock was lost has nobody to go to
    List<Answer> known =
        ready.stream().filter(answer -> held.remove(Place.of(answer.record())) != null).toList();
    if (known.isEmpty()) {
      return;
    }
    listener.heldChanged(-known.size());
    for (Answer answer : known) {
      consumer.acknowledge(answer.record(), answer.type());
    }
    Map<TopicIdPartition, Optional<KafkaException>> outcome = consumer.commitSync();
    Set<Integer> failed = failedPartitions(outcome);
    long lost =
        known.stream().filter(answer -> failed.contains(answer.record().partition())).count();
    if (lost == 0) {
      warned = false;
    } else {
      lost(Math.toIntExact(lost), "acknowledgements", outcome);
    }
  }

  private static Set<Integer> failedPartitions(
      Map<TopicIdPartition, Optional<KafkaException>> outcome) {
    return outcome.entrySet().stream()
        .filter(entry -> entry.getValue().isPresent())
        .map(entry -> entry.getKey().partition())
        .collect(Collectors.toSet());
  }

  private void lost(
      int count, String what, Map<TopicIdPartition, Optional<KafkaException>> outcome) {
    listener.acknowledgementsFailed(count);
    if (!warned) {
      warned = true;
      log.warn(
          "{}: the broker did not take {} {} ({}); these records come again",
          name,
          count,
          what,
          outcome.values().stream()
              .flatMap(Optional::stream)
              .map(KafkaException::toString)
              .distinct()
              .collect(Collectors.joining(", ")));
    }
  }

  /** Leaves the group; what is still held goes back to the log. */
  @Override
  public void close() {
    if (!held.isEmpty()) {
      listener.heldChanged(-held.size());
      listener.acknowledgementsFailed(held.size());
      held.clear();
    }
    boolean interrupted = Thread.interrupted();
    try {
      consumer.close(drain.over() ? HURRIED_CLOSE : CLOSE);
    } catch (KafkaException e) {
      log.debug("{} closed its consumer with an error", name, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

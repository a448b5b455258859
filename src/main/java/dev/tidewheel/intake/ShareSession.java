package dev.tidewheel.intake;

import dev.tidewheel.intake.HeldRecord.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one share consumer: from its connection to the failure or the drain that ends it. */
final class ShareSession implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShareSession.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration FULL_PAUSE = Duration.ofMillis(20);

  private final String name;
  private final Consumer<Delivery> receiver;
  private final FeederListener listener;
  private final Drain drain;
  private final KafkaShareConsumer<byte[], byte[]> consumer;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<HeldRecord> handed = new ArrayList<>();
  private int held;
  private boolean warned;

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
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        hand(record);
      }
      while (held > 0) {
        commit(nextAnswers());
      }
      handed.clear();
    }
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    var delivery = new HeldRecord(record, answers::add);
    handed.add(delivery);
    held++;
    listener.heldChanged(1);
    try {
      receiver.accept(delivery);
    } catch (RuntimeException e) {
      log.error("{} could not hand over {}, which goes back to the log", name, delivery, e);
      delivery.later();
    }
  }

  /**
   * Waits for an answer and takes all others that are there; after the drain's grace everything
   * held counts as handed back.
   */
  private List<Answer> nextAnswers() throws InterruptedException {
    @Nullable Answer first = null;
    while (first == null) {
      if (drain.over()) {
        handed.forEach(HeldRecord::later);
      }
      first = answers.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
    List<Answer> ready = new ArrayList<>(List.of(first));
    answers.drainTo(ready);
    return ready;
  }

  private void commit(List<Answer> ready) {
    held -= ready.size();
    listener.heldChanged(-ready.size());
    for (Answer answer : ready) {
      consumer.acknowledge(answer.record(), answer.type());
    }
    Map<TopicIdPartition, Optional<KafkaException>> outcome = consumer.commitSync();
    Set<Integer> failed =
        outcome.entrySet().stream()
            .filter(entry -> entry.getValue().isPresent())
            .map(entry -> entry.getKey().partition())
            .collect(Collectors.toSet());
    List<Answer> lost =
        ready.stream().filter(answer -> failed.contains(answer.record().partition())).toList();
    if (lost.isEmpty()) {
      warned = false;
    } else {
      lost(lost, outcome);
    }
  }

  private void lost(List<Answer> lost, Map<TopicIdPartition, Optional<KafkaException>> outcome) {
    listener.acknowledgementsFailed(lost.size());
    if (!warned) {
      warned = true;
      log.warn(
          "{}: the broker did not take {} acknowledgements ({}); these records come again",
          name,
          lost.size(),
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
    if (held > 0) {
      listener.heldChanged(-held);
      listener.acknowledgementsFailed(held);
      held = 0;
    }
    boolean interrupted = Thread.interrupted();
    try {
      consumer.close(CLOSE);
    } catch (KafkaException e) {
      log.debug("{} closed its consumer with an error", name, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

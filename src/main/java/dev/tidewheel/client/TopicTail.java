package dev.tidewheel.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics without a group, from some time back and then for ever, through broker
 * outages.
 *
 * <p>Run it on a thread of its own, virtual or not; it ends when it is stopped or interrupted. Each
 * record is handed over once, on that thread, in the order of its partition.
 */
public final class TopicTail implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration NEW_PARTITIONS = Duration.ofSeconds(30);

  private final ClientProperties client;
  private final String name;
  private final Set<String> topics;
  private final Duration back;
  private final Consumer<ConsumerRecord<byte[], byte[]>> receiver;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, Long> endsAtStart = new HashMap<>();

  /**
   * Makes a tail that has not connected yet.
   *
   * @param client how to reach the brokers
   * @param name names it in logs and at the broker: the client id
   * @param topics what to read
   * @param back how far back to begin; zero reads only what comes from now on
   * @param receiver takes each record
   */
  public TopicTail(
      ClientProperties client,
      String name,
      Set<String> topics,
      Duration back,
      Consumer<ConsumerRecord<byte[], byte[]>> receiver) {
    this.client = client;
    this.name = name;
    this.topics = Set.copyOf(topics);
    this.back = back;
    this.receiver = receiver;
  }

  /** Completes when all that was in the topics at the start has been handed over. */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp.copy();
  }

  /** Ends {@link #run} soon. */
  public void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    String lastTrouble = "";
    try {
      while (stopped.getCount() > 0) {
        try {
          read();
        } catch (InterruptException e) {
          return;
        } catch (RuntimeException e) {
          if (!e.toString().equals(lastTrouble)) {
            log.warn("{} cannot read {} and keeps trying: {}", name, topics, e.toString());
          }
          lastTrouble = e.toString();
          boolean unused = stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    var consumer =
        new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      assign(consumer);
      long assigned = System.nanoTime();
      while (stopped.getCount() > 0) {
        noteIfCaughtUp(consumer);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          hand(record);
        }
        if (System.nanoTime() - assigned > NEW_PARTITIONS.toNanos()) {
          assign(consumer);
          assigned = System.nanoTime();
        }
      }
    } finally {
      close(consumer);
    }
  }

  /** A consumer cannot close cleanly on an interrupted thread: the interrupt waits. */
  private static void close(KafkaConsumer<byte[], byte[]> consumer) {
    boolean interrupted = Thread.interrupted();
    consumer.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> properties() {
    return client.with(
        Map.of("reconnect.backoff.max.ms", 2_000, "enable.metrics.push", false),
        Map.of("client.id", name, "enable.auto.commit", false, "auto.offset.reset", "earliest"));
  }

  private void assign(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> found = consumer.partitionsFor(topic);
      if (found.isEmpty()) {
        throw new UnknownTopicOrPartitionException("there is no topic " + topic);
      }
      found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    if (positions.isEmpty()) {
      begin(consumer, partitions);
    }
    if (consumer.assignment().size() < partitions.size()) {
      consumer.assign(partitions);
      partitions.forEach(
          partition -> consumer.seek(partition, positions.computeIfAbsent(partition, p -> 0L)));
    }
  }

  private void begin(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> starts = new HashMap<>(ends);
    if (!back.isZero()) {
      long from = System.currentTimeMillis() - back.toMillis();
      consumer
          .offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, p -> from)))
          .forEach(
              (partition, first) -> {
                if (first != null) {
                  starts.put(partition, first.offset());
                }
              });
    }
    // only now: a failure on the way must begin again
    endsAtStart.putAll(ends);
    positions.putAll(starts);
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    try {
      receiver.accept(record);
    } catch (RuntimeException e) {
      log.error("{} skips a record of {} that was not taken", name, record.topic(), e);
    }
  }

  private void noteIfCaughtUp(KafkaConsumer<byte[], byte[]> consumer) {
    if (!caughtUp.isDone()
        && endsAtStart.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      caughtUp.complete(null);
    }
  }
}

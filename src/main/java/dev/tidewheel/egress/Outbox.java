package dev.tidewheel.egress;

import dev.tidewheel.schema.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue in front of a producer. The producer may block for minutes where the broker is away; here
 * only the outbox's own virtual thread does.
 */
final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /** The longest that a record waits for another one to travel with. */
  private static final Duration COMPANY = Duration.ofMillis(250);

  /** A record on its way; compared by identity. */
  private static final class Letter {
    private final ProducerRecord<byte[], byte[]> record;
    private final CompletableFuture<Void> sent = new CompletableFuture<>();

    private Letter(ProducerRecord<byte[], byte[]> record) {
      this.record = record;
    }

    private long size() {
      return record.value().length;
    }
  }

  private final KafkaProducer<byte[], byte[]> producer;
  private final ExecutorService sender;
  private final Set<Letter> unsettled = ConcurrentHashMap.newKeySet();
  private final AtomicLong waitingBytes = new AtomicLong();

  /** Records that wait for company. Only the sender touches these two. */
  private final List<Letter> unhurried = new ArrayList<>();

  private boolean departureSet;

  Outbox(PublisherSettings settings) {
    producer =
        new KafkaProducer<>(
            properties(settings), new ByteArraySerializer(), new ByteArraySerializer());
    sender =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name(settings.name() + "-outbox").factory());
  }

  private static Map<String, Object> properties(PublisherSettings settings) {
    int patience = Math.toIntExact(settings.patience().toMillis());
    return settings
        .client()
        .with(
            Map.of(
                "linger.ms",
                2,
                "buffer.memory",
                64L << 20,
                "reconnect.backoff.max.ms",
                2_000,
                "request.timeout.ms",
                Math.min(30_000, patience / 2),
                "enable.metrics.push",
                false),
            Map.of(
                "client.id",
                settings.name(),
                "acks",
                "all",
                "enable.idempotence",
                true,
                "max.request.size",
                settings.largestRecord(),
                "delivery.timeout.ms",
                patience,
                "max.block.ms",
                (long) patience));
  }

  /** Takes a record and returns; the future completes when the log has it. */
  CompletableFuture<Void> send(String topic, String key, byte[] value, List<Header> headers) {
    return take(letter(topic, key, value, headers), this::passNow);
  }

  /**
   * Takes a record that travels with the next one, or after a quarter of a second without one. It
   * keeps its place before the records that come after it.
   */
  CompletableFuture<Void> sendInCompany(
      String topic, String key, byte[] value, List<Header> headers) {
    return take(letter(topic, key, value, headers), this::passInCompany);
  }

  private static Letter letter(String topic, String key, byte[] value, List<Header> headers) {
    var record =
        new ProducerRecord<>(
            topic,
            null,
            null,
            key.getBytes(StandardCharsets.UTF_8),
            value,
            headers.stream().<org.apache.kafka.common.header.Header>map(Outbox::header).toList());
    return new Letter(record);
  }

  private CompletableFuture<Void> take(Letter letter, Consumer<Letter> pass) {
    waitingBytes.addAndGet(letter.size());
    unsettled.add(letter);
    try {
      sender.execute(() -> pass.accept(letter));
    } catch (RejectedExecutionException e) {
      settle(letter, closed());
    }
    return letter.sent;
  }

  long waitingBytes() {
    return waitingBytes.get();
  }

  private void passNow(Letter letter) {
    passUnhurried();
    pass(letter);
  }

  private void passInCompany(Letter letter) {
    unhurried.add(letter);
    if (!departureSet) {
      departureSet = true;
      CompletableFuture.delayedExecutor(COMPANY.toMillis(), TimeUnit.MILLISECONDS, sender)
          .execute(this::depart);
    }
  }

  private void depart() {
    departureSet = false;
    passUnhurried();
  }

  private void passUnhurried() {
    unhurried.forEach(this::pass);
    unhurried.clear();
  }

  private void pass(Letter letter) {
    try {
      var unused = producer.send(letter.record, (metadata, error) -> settle(letter, error));
    } catch (RuntimeException e) {
      settle(letter, e);
    }
  }

  private void settle(Letter letter, @Nullable Exception error) {
    if (!unsettled.remove(letter)) {
      return;
    }
    waitingBytes.addAndGet(-letter.size());
    if (error == null) {
      letter.sent.complete(null);
    } else {
      letter.sent.completeExceptionally(error);
    }
  }

  /** Sends what is waiting, for a limited time; what is left then fails. */
  void close(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    if (!sender.isShutdown()) {
      sender.execute(this::passUnhurried);
      sender.shutdown();
    }
    boolean interrupted = false;
    try {
      boolean unused = sender.awaitTermination(patience.toMillis() / 2, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    long left = Math.max(0, deadline - System.nanoTime());
    producer.close(interrupted ? Duration.ZERO : Duration.ofNanos(left));
    List<Runnable> dropped = sender.shutdownNow();
    unsettled.forEach(letter -> settle(letter, closed()));
    if (!dropped.isEmpty()) {
      log.warn("closed with {} records that the broker did not take", dropped.size());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static RecordHeader header(Header header) {
    return new RecordHeader(header.name(), header.value());
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the publisher is closed");
  }
}

package dev.tidewheel.client;

import dev.tidewheel.avro.Cancellation;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Header;
import dev.tidewheel.schema.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for pictures and hears the answers. Methods may be called from any thread.
 *
 * <p>Sending waits for the network only where no broker has answered yet, and then for at most
 * fifteen seconds.
 */
public final class TidewheelClient implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final ClientProperties client;
  private final TopicNames topics;
  private final String name = "tidewheel-client-" + UUID.randomUUID().toString().substring(0, 8);
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Makes a client; it connects when it is used.
   *
   * @param client how to reach the brokers
   * @param topics names of the topics
   */
  public TidewheelClient(ClientProperties client, TopicNames topics) {
    this.client = client;
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            client.with(
                Map.of("linger.ms", 2, "max.block.ms", 15_000L, "enable.metrics.push", false),
                Map.of("client.id", name, "acks", "all", "enable.idempotence", true)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends a request.
   *
   * @param request what is asked
   * @param headers headers that everything which answers it will have too, such as {@code
   *     traceparent}
   * @return completes when the request is safe in the log; fails with a Kafka exception
   */
  public CompletableFuture<Void> send(GenerationRequest request, List<Header> headers) {
    return send(topics.requests(), request.getId(), Codecs.REQUEST.encode(request), headers);
  }

  /**
   * Asks to stop a request, which may not have been sent yet. It takes effect between two steps.
   *
   * @param requestId id of the request
   * @param reason why, or null
   * @return completes when the wish is safe in the log; fails with a Kafka exception
   */
  public CompletableFuture<Void> cancel(String requestId, @Nullable String reason) {
    Cancellation cancellation =
        Cancellation.newBuilder()
            .setRequestId(requestId)
            .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
            .setReason(reason)
            .build();
    return send(
        topics.cancellations(), requestId, Codecs.CANCELLATION.encode(cancellation), List.of());
  }

  /**
   * Starts to read answers and waits until none can be missed.
   *
   * @param patience how long to wait for the broker
   * @return the reader, to be closed by the caller
   * @throws UnreachableException where the broker does not answer in time, or has not got the
   *     topics
   */
  public Answers listen(Duration patience) throws InterruptedException {
    var answers = new Answers(client, topics, name);
    try {
      if (answers.awaitReady(patience)) {
        return answers;
      }
    } catch (InterruptedException e) {
      answers.close();
      throw e;
    }
    answers.close();
    throw new UnreachableException(
        "no broker answers at %s, or it has no topics %s and %s: start one, or run tidewheel topics create"
            .formatted(client.bootstrap(), topics.results(), topics.events()),
        null);
  }

  private CompletableFuture<Void> send(
      String topic, String key, byte[] value, List<Header> headers) {
    var record = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    for (Header header : headers) {
      record.headers().add(new RecordHeader(header.name(), header.value()));
    }
    var sent = new CompletableFuture<Void>();
    var unused =
        producer.send(
            record,
            (metadata, error) -> {
              if (error == null) {
                sent.complete(null);
              } else {
                sent.completeExceptionally(error);
              }
            });
    return sent;
  }

  /** Sends what is waiting, for a limited time, and disconnects. */
  @Override
  public void close() {
    producer.close(CLOSE);
  }
}

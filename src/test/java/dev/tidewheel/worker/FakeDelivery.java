package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.intake.Delivery;
import dev.tidewheel.intake.Origin;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A record of topic {@code requests}, partition 0, that keeps its first answer. */
final class FakeDelivery implements Delivery {
  /** Headers of a fake record unless told otherwise. */
  static final List<Header> HEADERS =
      List.of(new Header("traceparent", "00-1-2-01".getBytes(StandardCharsets.UTF_8)));

  private static final AtomicLong OFFSETS = new AtomicLong(1000);

  private final Origin origin;
  private final byte[] value;
  private final List<Header> headers;
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();

  /** What a delivery was told. */
  enum Reply {
    DONE,
    LATER
  }

  FakeDelivery(long offset, int attempt, byte[] value) {
    this(new Origin("requests", 0, offset, System.currentTimeMillis() - 5, attempt), value);
  }

  private FakeDelivery(Origin origin, byte[] value) {
    this(origin, value, HEADERS);
  }

  private FakeDelivery(Origin origin, byte[] value, List<Header> headers) {
    this.origin = origin;
    this.value = value;
    this.headers = headers;
  }

  /** A record of its own. */
  static FakeDelivery of(GenerationRequest request) {
    return new FakeDelivery(OFFSETS.getAndIncrement(), 1, Codecs.REQUEST.encode(request));
  }

  /** The same record, come again. */
  FakeDelivery again() {
    return attempt(origin.attempt() + 1);
  }

  FakeDelivery attempt(int attempt) {
    return new FakeDelivery(
        new Origin(
            origin.topic(), origin.partition(), origin.offset(), origin.timestampMillis(), attempt),
        value);
  }

  FakeDelivery with(List<Header> others) {
    return new FakeDelivery(origin, value, others);
  }

  /** What it was told so far. */
  Optional<Reply> answer() {
    return Optional.ofNullable(reply.getNow(null));
  }

  /** Waits for the answer. */
  Reply awaitAnswer() {
    return reply.orTimeout(20, TimeUnit.SECONDS).join();
  }

  void assertOpen() {
    assertThat(answer()).isEmpty();
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public byte[] key() {
    return "key".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public List<Header> headers() {
    return headers;
  }

  @Override
  public void done() {
    reply.complete(Reply.DONE);
  }

  @Override
  public void later() {
    reply.complete(Reply.LATER);
  }
}

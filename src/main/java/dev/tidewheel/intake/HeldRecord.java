package dev.tidewheel.intake;

import dev.tidewheel.schema.Header;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of a share group, held until its first answer, which goes to the feeder's thread. */
final class HeldRecord implements Delivery {

  /**
   * What became of a record.
   *
   * @param record the record
   * @param type accepted or released
   */
  record Answer(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {}

  private static final byte[] EMPTY = {};

  private final ConsumerRecord<byte[], byte[]> record;
  private final Consumer<Answer> answers;
  private final AtomicBoolean answered = new AtomicBoolean();

  HeldRecord(ConsumerRecord<byte[], byte[]> record, Consumer<Answer> answers) {
    this.record = record;
    this.answers = answers;
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  @Override
  public Origin origin() {
    return new Origin(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.deliveryCount().orElse((short) 1));
  }

  @Override
  public byte @Nullable [] key() {
    return record.key();
  }

  @Override
  public byte[] value() {
    return Objects.requireNonNullElse(record.value(), EMPTY);
  }

  @Override
  public List<Header> headers() {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .map(header -> new Header(header.key(), header.value()))
        .toList();
  }

  @Override
  public void done() {
    answer(AcknowledgeType.ACCEPT);
  }

  @Override
  public void later() {
    answer(AcknowledgeType.RELEASE);
  }

  private void answer(AcknowledgeType type) {
    if (answered.compareAndSet(false, true)) {
      answers.accept(new Answer(record, type));
    }
  }

  @Override
  public String toString() {
    return origin().id();
  }
}

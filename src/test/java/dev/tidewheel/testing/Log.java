package dev.tidewheel.testing;

import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.schema.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to topics and reads them whole, without any of the code under test. */
public final class Log implements AutoCloseable {
  private final ClientProperties client;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Connects. */
  public Log(ClientProperties client) {
    this.client = client;
    this.producer =
        new KafkaProducer<>(
            client.with(Map.of("linger.ms", 0), Map.of("acks", "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends text and waits until it is in the log. */
  public void send(String topic, String key, String value, Header... headers) {
    send(topic, key, value.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Sends bytes and waits until they are in the log. */
  public void send(String topic, String key, byte[] value, Header... headers) {
    var record = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    for (Header header : headers) {
      record.headers().add(new RecordHeader(header.name(), header.value()));
    }
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("cannot send to " + topic, e);
    }
  }

  /** Everything that is in a topic now. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            client.with(Map.of(), Map.of("enable.auto.commit", false)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

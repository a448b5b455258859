package dev.tidewheel.demo;

import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.client.TopicTail;
import dev.tidewheel.schema.Codec;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Decoded;
import dev.tidewheel.schema.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Copies everything that the workers said into Avro container files, which any Avro tool opens. */
final class DemoRecords {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private DemoRecords() {}

  /**
   * Reads the topics from their beginning to their end.
   *
   * @param folder where {@code results.avro}, {@code events.avro} and {@code steps.avro} go
   */
  static void save(ClientProperties client, TopicNames topics, Path folder)
      throws InterruptedException, IOException {
    save(
        client, topics.results(), Codecs.RESULT, ImageResult.class, folder.resolve("results.avro"));
    save(client, topics.events(), Codecs.EVENT, RequestEvent.class, folder.resolve("events.avro"));
    save(client, topics.steps(), Codecs.STEPS, StepMetrics.class, folder.resolve("steps.avro"));
  }

  private static <T extends SpecificRecord> void save(
      ClientProperties client, String topic, Codec<T> codec, Class<T> type, Path file)
      throws InterruptedException, IOException {
    try (var writer = new DataFileWriter<T>(new SpecificDatumWriter<>(type))) {
      writer.create(codec.schema(), file.toFile());
      TopicTail tail =
          new TopicTail(
              client,
              "demo-" + topic,
              Set.of(topic),
              Duration.ofDays(1),
              record -> append(writer, codec, record));
      Thread reader = Thread.ofVirtual().name("demo-" + topic).start(tail);
      await(tail.caughtUp());
      tail.stop();
      reader.join(PATIENCE);
    }
  }

  private static void await(CompletableFuture<Void> caughtUp)
      throws InterruptedException, IOException {
    try {
      caughtUp.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the records could not be read back from the broker", e);
    }
  }

  private static <T extends SpecificRecord> void append(
      DataFileWriter<T> writer, Codec<T> codec, ConsumerRecord<byte[], byte[]> record) {
    List<T> read =
        switch (codec.decode(record.value())) {
          case Decoded.Value<T>(T value) -> List.of(value);
          case Decoded.Undecodable<T> _ -> List.of();
        };
    try {
      for (T value : read) {
        writer.append(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

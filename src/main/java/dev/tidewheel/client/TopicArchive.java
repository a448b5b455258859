package dev.tidewheel.client;

import dev.tidewheel.schema.Codec;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.RecordFile;
import dev.tidewheel.schema.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Copies what workers have said from the log into files. */
public final class TopicArchive {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration REACH = Duration.ofDays(1);

  private TopicArchive() {}

  /**
   * Writes the last day's results, events and step metrics, up to what is in the log now.
   *
   * @param client how to reach the brokers
   * @param topics names of the topics
   * @param folder where {@code results.avro}, {@code events.avro} and {@code steps.avro} go
   * @throws IOException where the broker or the disk fails
   */
  public static void save(ClientProperties client, TopicNames topics, Path folder)
      throws IOException, InterruptedException {
    save(client, topics.results(), Codecs.RESULT, folder.resolve("results.avro"));
    save(client, topics.events(), Codecs.EVENT, folder.resolve("events.avro"));
    save(client, topics.steps(), Codecs.STEPS, folder.resolve("steps.avro"));
  }

  private static <T extends SpecificRecord> void save(
      ClientProperties client, String topic, Codec<T> codec, Path target)
      throws IOException, InterruptedException {
    try (RecordFile<T> file = new RecordFile<>(codec, target)) {
      AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
      TopicTail tail =
          new TopicTail(
              client,
              "archive-" + topic,
              Set.of(topic),
              REACH,
              record -> append(file, record.value(), failure));
      Thread reader = Thread.ofVirtual().name("archive-" + topic).start(tail);
      try {
        tail.caughtUp().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("topic " + topic + " could not be read to its end", e);
      } finally {
        tail.stop();
        reader.join(PATIENCE);
      }
      IOException failed = failure.get();
      if (failed != null) {
        throw new IOException("cannot write " + target + " (" + failed.getMessage() + ")", failed);
      }
    }
  }

  private static void append(
      RecordFile<?> file, byte[] value, AtomicReference<@Nullable IOException> failure) {
    try {
      file.append(value);
    } catch (IOException e) {
      failure.set(e);
    }
  }
}

package dev.tidewheel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Decoded;
import dev.tidewheel.schema.Header;
import dev.tidewheel.testing.Log;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.Records;
import dev.tidewheel.testing.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsKafka
@Timeout(60)
class TidewheelClientIT {
  private final TestKafka kafka;
  private final TopicPlan plan;
  private final Log log;
  private final TidewheelClient client;

  TidewheelClientIT(TestKafka kafka) {
    this.kafka = kafka;
    this.plan = kafka.newTopics();
    this.log = new Log(kafka.client());
    this.client = new TidewheelClient(kafka.client(), plan.names());
  }

  @AfterEach
  void close() {
    client.close();
    log.close();
  }

  @Test
  void sendsARequestWithItsKeyAndHeaders() {
    GenerationRequest request = Records.request("r");
    client.send(request, List.of(new Header("traceparent", new byte[] {7}))).join();
    assertThat(log.read(plan.names().requests()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).asString().isEqualTo("r");
              assertThat(record.headers().lastHeader("traceparent").value()).containsExactly(7);
              assertThat(Codecs.REQUEST.decode(record.value()))
                  .isEqualTo(new Decoded.Value<>(request));
            });
  }

  @Test
  void hearsTheAnswersToWhatItFollows() throws Exception {
    answer(Records.event("r", EventKind.REFUSED));
    try (Answers answers = client.listen(TestKafka.PATIENCE)) {
      CompletableFuture<Outcome> outcome = answers.follow("r", AnswerListener.NONE);
      CompletableFuture<Outcome> other = answers.follow("other", AnswerListener.NONE);
      answer(Records.event("r", EventKind.STARTED));
      answer(Records.result("r", 1, new byte[] {1}));
      log.send(plan.names().results(), "r", "no Avro");
      answer(Records.result("stranger", 0, new byte[] {2}));
      answer(Records.result("r", 0, new byte[] {3}));
      answer(Records.result("r", 0, new byte[] {4}));
      answer(RequestEvent.newBuilder(Records.event("r", EventKind.COMPLETED)).setImages(2).build());
      Outcome end = outcome.get(30, TimeUnit.SECONDS);
      assertThat(end.completed()).isTrue();
      assertThat(end.images())
          .containsExactly(
              Records.result("r", 0, new byte[] {3}), Records.result("r", 1, new byte[] {1}));
      assertThat(other).isNotDone();
    }
  }

  @Test
  void saysThatTopicsCannotBeRead() {
    try (var lost = new TidewheelClient(kafka.client(), TestKafka.newPlan().names())) {
      assertThatThrownBy(() -> lost.listen(Duration.ofSeconds(3)))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("tidewheel topics create");
    }
  }

  private void answer(ImageResult result) {
    log.send(plan.names().results(), result.getRequestId(), Codecs.RESULT.encode(result));
  }

  private void answer(RequestEvent event) {
    log.send(plan.names().events(), event.getRequestId(), Codecs.EVENT.encode(event));
  }
}

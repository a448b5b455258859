package dev.tidewheel.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.schema.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldRecordTest {
  private final List<AcknowledgeType> answers = new ArrayList<>();

  @Test
  void onlyTheFirstAnswerCounts() {
    HeldRecord record = record(new byte[] {1});
    record.later();
    record.done();
    record.later();
    assertThat(answers).containsExactly(AcknowledgeType.RELEASE);
  }

  @Test
  void saysWhereItCameFrom() {
    assertThat(record(new byte[] {1}).origin()).isEqualTo(new Origin("t", 3, 7, 99, 2));
    assertThat(record(new byte[] {1}).origin().id()).isEqualTo("t-3-7");
  }

  @Test
  void aRecordWithoutValueIsEmpty() {
    assertThat(record(null).value()).isEmpty();
  }

  @Test
  void keepsHeadersInOrderWithTheirRepetitions() {
    assertThat(record(null).headers())
        .containsExactly(
            new Header("a", new byte[] {1}), new Header("b", null), new Header("a", new byte[0]));
  }

  private HeldRecord record(byte @Nullable [] value) {
    var headers = new RecordHeaders().add("a", new byte[] {1}).add("b", null).add("a", new byte[0]);
    return new HeldRecord(
        new ConsumerRecord<>(
            "t",
            3,
            7,
            99,
            TimestampType.CREATE_TIME,
            0,
            0,
            new byte[0],
            value,
            headers,
            Optional.empty(),
            Optional.of((short) 2)),
        answer -> answers.add(answer.type()));
  }
}

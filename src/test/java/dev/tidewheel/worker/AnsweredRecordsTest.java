package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.intake.Origin;
import org.junit.jupiter.api.Test;

class AnsweredRecordsTest {
  private final AnsweredRecords answered = new AnsweredRecords(2);

  @Test
  void knowsARecordThatComesAgain() {
    answered.add(record(7, 1000, 1));
    assertThat(answered.has(record(7, 1000, 2))).isTrue();
    assertThat(answered.has(record(7, 1000, 1))).as("by a broker that has crashed").isTrue();
    assertThat(answered.has(record(8, 1000, 2))).isFalse();
  }

  @Test
  void takesNoRecordOfANewTopicForOneOfTheOldTopic() {
    answered.add(record(7, 1000, 1));
    assertThat(answered.has(record(7, 2000, 1))).isFalse();
  }

  @Test
  void forgetsTheOldest() {
    for (int offset = 0; offset < 3; offset++) {
      answered.add(record(offset, 1000, 1));
    }
    assertThat(answered.has(record(0, 1000, 2))).isFalse();
    assertThat(answered.has(record(1, 1000, 2))).isTrue();
    assertThat(answered.has(record(2, 1000, 2))).isTrue();
  }

  private static Origin record(long offset, long timestamp, int attempt) {
    return new Origin("requests", 0, offset, timestamp, attempt);
  }
}

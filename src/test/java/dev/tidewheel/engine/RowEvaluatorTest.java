package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.NoiseStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowEvaluatorTest {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 3);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 33})
  void everyRowMeetsItsOwnTimeAndLabel(int count) {
    int elements = SHAPE.elements();
    float[] states = new NoiseStream(count).next(count * elements);
    float[] times = new float[count];
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      times[i] = (i + 1f) / count;
      labels[i] = i;
    }
    float[] output;
    try (RowEvaluator evaluator = new RowEvaluator(new LinearNetwork(), SHAPE)) {
      output = evaluator.evaluate(new RowEvaluator.Rows(states, times, labels));
    }
    assertThat(output).hasSize(states.length);
    for (int i = 0; i < output.length; i++) {
      int row = i / elements;
      assertThat(output[i]).isCloseTo(states[i] * times[row] + labels[row], within(1e-5f));
    }
  }

  @Test
  void rowsAreSharedAmongTheThreads() {
    LinearNetwork network = new LinearNetwork();
    try (RowEvaluator evaluator = new RowEvaluator(network, SHAPE)) {
      int count = 4 * Devices.threads() + 1;
      var rows =
          new RowEvaluator.Rows(
              new float[count * SHAPE.elements()], new float[count], new float[count]);
      float[] _ = evaluator.evaluate(rows);
      assertThat(network.batches).hasSize(Devices.threads());
      assertThat(network.batches).allMatch(batch -> batch == 4 || batch == 5);
    }
  }
}

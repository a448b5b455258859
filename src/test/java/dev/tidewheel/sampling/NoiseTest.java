package dev.tidewheel.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoiseTest {
  static Stream<String> goldens() {
    return Goldens.lines("noise.csv");
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isTheNoiseOfTorch(String line) {
    String[] parts = line.split(",", -1);
    float[] noise = new NoiseStream(Long.parseLong(parts[0])).next(Integer.parseInt(parts[1]));
    String[] expected = parts[2].split(" ", -1);
    assertThat(noise).hasSize(expected.length);
    for (int i = 0; i < noise.length; i++) {
      assertThat(noise[i])
          .as("number %d", i)
          .isCloseTo(Float.parseFloat(expected[i]), within(1e-6f));
    }
  }
}

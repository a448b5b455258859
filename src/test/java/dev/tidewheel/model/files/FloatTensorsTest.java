package dev.tidewheel.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatTensorsTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("written.safetensors");
    FloatTensors tensors = new FloatTensors();
    tensors.put("first", new long[] {2}, new float[] {7, 8});
    tensors.put("with \"quotes\"", new long[] {2, 1, 2}, new float[] {1, -2, 3e38f, 0});
    tensors.put("nothing", new long[] {3, 0}, new float[0]);
    tensors.put("first", new long[] {1}, new float[] {0.5f});

    tensors.write(file);

    try (Safetensors read = Safetensors.open(file);
        Arena memory = Arena.ofConfined()) {
      assertThat(read.names()).containsExactlyInAnyOrder("first", "with \"quotes\"", "nothing");
      assertThat(read.info("with \"quotes\"").shape()).isEqualTo(List.of(2L, 1L, 2L));
      assertThat(read.floats("with \"quotes\"", memory).toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(1, -2, 3e38f, 0);
      assertThat(read.floats("first", memory).toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(0.5f);
    }
  }

  @Test
  void aShapeHasAsManyPlacesAsThereAreValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloatTensors().put("x", new long[] {2, 2}, new float[3]))
        .withMessageContaining("[2, 2]");
  }
}

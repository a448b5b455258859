package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.sampling.NoiseStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class DarkroomTest {
  private final WordNetwork network = new WordNetwork();

  @Test
  void takesAllImagesOrNone() {
    List<Active> images = List.of(image("first"), image("second"), image("third"));
    try (NDManager manager = NDManager.newBaseManager(network.device(), "PyTorch");
        Darkroom room = new Darkroom(network, network, 4)) {
      NDArray rowsOfTwo = manager.zeros(new Shape(2, 2, 3, 4));

      assertThatThrownBy(() -> room.add(images, rowsOfTwo, 0)).isInstanceOf(RuntimeException.class);

      assertThat(room.isEmpty()).as("whoever asked ends all images").isTrue();
    }
  }

  private Active image(String id) {
    Drawing drawing = new Sketch(id).on(network);
    return new Active(drawing, 0, drawing.sampling().start(), new NoiseStream(drawing.seed()));
  }
}

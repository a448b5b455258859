package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedModelTest {
  @TempDir private Path temp;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

  private final NDArray none = manager.zeros(new Shape(0));

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void givesTheSameOutputAloneAndInCompany() {
    try (LoadedModel model = load("classes")) {
      NDArray x = noise(4);
      NDArray time = manager.create(new float[] {900, 500, 100, 0});
      NDArray label = labels(0, 3, 9, 10);
      float[] together = forward(model, x, time, label).toFloatArray();
      for (int i = 0; i < 4; i++) {
        String row = i + ":" + (i + 1);
        float[] alone = forward(model, x.get(row), time.get(row), label.get(row)).toFloatArray();
        for (int j = 0; j < alone.length; j++) {
          assertThat(alone[j]).isCloseTo(together[i * alone.length + j], within(1e-5f));
        }
      }
    }
  }

  @Test
  void takesAnySizeThatIsAMultiple() {
    try (LoadedModel model = load("classes")) {
      NDArray x = manager.randomNormal(new Shape(1, 1, 22, 6));

      assertThat(forward(model, x, manager.create(new float[] {500}), labels(1)).getShape())
          .isEqualTo(new Shape(1, 1, 22, 6));
    }
  }

  @Test
  void leavesOnlyItsOutputWithTheManagerOfTheInput() {
    try (LoadedModel model = load("classes")) {
      NDArray x = noise(1);
      NDArray time = manager.create(new float[] {500});
      NDArray label = labels(1);
      int before = manager.getManagedArrays().size();
      NDArray output = forward(model, x, time, label);

      assertThat(output.getManager()).isSameAs(x.getManager());
      assertThat(manager.getManagedArrays()).hasSize(before + 1);
    }
  }

  @Test
  void refusesWeightsThatChangedSinceTheFolderWasRead() throws IOException {
    GoldenFolder golden = GoldenFolder.copy("classes", temp);
    ModelFolder folder = ModelFolder.read(golden.path());
    Files.copy(
        GoldenFolder.GOLDENS.resolve("no-middle/unet/diffusion_pytorch_model.safetensors"),
        golden.weights(),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> LoadedModel.load("m", folder, Device.cpu()).close())
        .withMessageContaining(golden.weights().toString());
  }

  private NDArray forward(LoadedModel model, NDArray x, NDArray time, NDArray label) {
    return model.pipeline().forward(x, time, label, none);
  }

  private NDArray noise(int batch) {
    return manager.randomNormal(new Shape(batch, 1, 16, 16));
  }

  private NDArray labels(float... labels) {
    return manager.create(labels);
  }

  private static LoadedModel load(String golden) {
    return LoadedModel.load(
        golden, ModelFolder.read(GoldenFolder.GOLDENS.resolve(golden)), Device.cpu());
  }
}

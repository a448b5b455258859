package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedModelTest {
  @TempDir private Path temp;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

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
      float[] together = model.forward(x, time, label).toFloatArray();
      for (int i = 0; i < 4; i++) {
        String row = i + ":" + (i + 1);
        float[] alone = model.forward(x.get(row), time.get(row), label.get(row)).toFloatArray();
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

      assertThat(model.forward(x, manager.create(new float[] {500}), labels(1)).getShape())
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
      NDArray output = model.forward(x, time, label);

      assertThat(output.getManager()).isSameAs(x.getManager());
      assertThat(manager.getManagedArrays()).hasSize(before + 1);
    }
  }

  @Test
  void asksForALabelWhereTheModelTakesOneAndOnlyThere() {
    try (LoadedModel labelled = load("classes");
        LoadedModel plain = load("no-middle")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> forward(labelled, null))
          .withMessage("model classes needs a label");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> forward(plain, labels(1)))
          .withMessage("model no-middle takes no label");
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

  private void forward(LoadedModel model, @Nullable NDArray label) {
    model.forward(noise(1), manager.create(new float[] {500}), label);
  }

  private NDArray noise(int batch) {
    return manager.randomNormal(new Shape(batch, 1, 16, 16));
  }

  private NDArray labels(long... labels) {
    return manager.create(labels);
  }

  private static LoadedModel load(String golden) {
    return LoadedModel.load(
        golden, ModelFolder.read(GoldenFolder.GOLDENS.resolve(golden)), Device.cpu());
  }
}

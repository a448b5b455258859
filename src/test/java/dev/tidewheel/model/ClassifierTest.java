package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with what torch computed; tools/golden_classifier.py makes the files. */
class ClassifierTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/classifier");

  @TempDir private Path temporary;

  @Test
  void seesWhatTorchSees() {
    try (Classifier classifier = Classifier.load(FOLDER, Device.cpu());
        Safetensors golden = Safetensors.open(FOLDER.resolve("golden.safetensors"))) {
      double[] features = golden.doubles("features");
      double[] labels = golden.doubles("labels");
      List<Classifier.Sight> sights =
          classifier.look(pictures(golden.doubles("pictures"), labels.length));

      assertThat(sights).hasSize(labels.length);
      for (int i = 0; i < labels.length; i++) {
        Classifier.Sight sight = sights.get(i);
        assertThat(sight.label()).isEqualTo((int) labels[i]);
        for (int j = 0; j < sight.features().length; j++) {
          assertThat(sight.features()[j])
              .isCloseTo(features[i * sight.features().length + j], within(1e-5));
        }
      }
    }
  }

  private static List<byte[]> pictures(double[] values, int count) {
    int size = values.length / count;
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] picture = new byte[size];
      for (int j = 0; j < size; j++) {
        picture[j] = (byte) values[i * size + j];
      }
      pictures.add(picture);
    }
    return pictures;
  }

  @Test
  void readsTheMomentsOfRealPictures() {
    try (Classifier classifier = Classifier.load(FOLDER, Device.cpu())) {
      Classifier.Reference reference = classifier.reference();

      assertThat(reference.mean()).hasSize(6);
      assertThat(reference.covariance()).hasDimensions(6, 6);
      assertThat(reference.covariance()[1][3])
          .isCloseTo(reference.covariance()[3][1], within(1e-6))
          .isNotZero();
    }
  }

  @Test
  void refusesWeightsOfAnotherNetwork() throws IOException {
    copyWith("\"features\": 6", "\"features\": 7");

    assertThatThrownBy(() -> Classifier.load(temporary, Device.cpu()).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("covariance has the shape [6, 6], but config.json needs [7, 7]");
  }

  @Test
  void refusesAnotherArchitecture() throws IOException {
    copyWith("ConvolutionalClassifier", "Inception");

    assertThatThrownBy(() -> Classifier.load(temporary, Device.cpu()).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("architecture = \"Inception\" is not supported");
  }

  private void copyWith(String text, String replacement) throws IOException {
    for (String name : List.of("model.safetensors", "reference.safetensors", "config.json")) {
      Files.copy(FOLDER.resolve(name), temporary.resolve(name));
    }
    Path config = temporary.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(text, replacement));
  }
}

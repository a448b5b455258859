package dev.tidewheel.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.sampling.calibrated.Calibration;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import dev.tidewheel.sampling.calibrated.FittedStep;
import dev.tidewheel.sampling.calibrated.FittedWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFileTest {
  private static final Path MODEL = Path.of("models/fashion-flow");

  private static final CalibrationSettings SETTINGS = new CalibrationSettings(8, 1, 10, 0);

  @TempDir private Path folder;

  @BeforeEach
  void copyAModel() throws IOException {
    try (Stream<Path> files = Files.walk(MODEL)) {
      for (Path file : files.filter(path -> !path.endsWith(CalibrationFile.NAME)).toList()) {
        Path copy = folder.resolve(MODEL.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private ModelFolder model() {
    return ModelFolder.read(folder);
  }

  private Path file() {
    return folder.resolve(CalibrationFile.NAME);
  }

  private static Calibration calibration(double guidance) {
    List<FittedStep> steps =
        List.of(
            new FittedStep(1, 1, List.of(-0.25), List.of(0.125)),
            new FittedStep(0.75, 1.01, List.of(-0.5, 0.25), List.of()),
            new FittedStep(0.5, 1, List.of(-0.5), List.of()));
    FittedFamily family =
        new FittedFamily(
            List.of(new FittedWay(steps, 0.1)), 3, List.of(0.5, 0.25), List.of(-1.0, -2.0));
    return new Calibration(List.of(new Calibration.Table(guidance, List.of(family))));
  }

  private void write(String weights) throws IOException {
    CalibrationFile.of(new Provenance("fashion", weights), SETTINGS, calibration(1)).write(file());
  }

  @Test
  void aModelWithoutOneHasNone() {
    assertThat(CalibrationFile.beside(model())).isEmpty();
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    write(model().digest());

    assertThat(CalibrationFile.beside(model()).orElseThrow().calibration())
        .isEqualTo(calibration(1));
  }

  @Test
  void tablesOfOtherGuidanceAreKept() {
    Provenance provenance = new Provenance("fashion", "00");
    CalibrationFile first = CalibrationFile.of(provenance, SETTINGS, calibration(1));
    CalibrationSettings others = new CalibrationSettings(16, 1, 10, 0);

    CalibrationFile both =
        CalibrationFile.of(provenance, others, calibration(3))
            .with(first)
            .with(CalibrationFile.of(provenance, others, calibration(3)));

    assertThat(both.entries())
        .extracting(entry -> entry.table().guidance(), CalibrationFile.Entry::settings)
        .containsExactly(tuple(1.0, SETTINGS), tuple(3.0, others));
  }

  @Test
  void aTableOfOtherWeightsIsRefusedWithTheCure() throws IOException {
    write("00");

    assertThatThrownBy(() -> CalibrationFile.beside(model()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(CalibrationFile.NAME)
        .hasMessageContaining("other weights")
        .hasMessageContaining("tidewheel calibrate");
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    write(model().digest());
    Files.writeString(
        file(), Files.readString(file()).replace("tidewheel-calibration-2", "something-else"));

    assertThatThrownBy(() -> CalibrationFile.beside(model()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("something-else");
  }

  @Test
  void aBrokenTableIsRefusedWithTheCure() throws IOException {
    write(model().digest());
    String text = Files.readString(file());
    for (String broken :
        List.of(
            text.substring(0, text.length() / 2),
            "",
            "[]",
            text.replace("\"share\":0.75", "\"share\":1.75"),
            text.replace("\"error\":0.1", "\"error\":null"),
            text.replace("\"state\":1.01,", ""))) {
      Files.writeString(file(), broken);

      assertThatThrownBy(() -> CalibrationFile.beside(model()))
          .as(broken)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("tidewheel calibrate");
    }
  }
}

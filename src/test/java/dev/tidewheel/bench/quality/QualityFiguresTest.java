package dev.tidewheel.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityFiguresTest {
  @TempDir private Path folder;

  @Test
  void drawsWhatTheReportHasRowsFor() throws IOException {
    var figures = QualityFigures.of(Rows.report());

    assertThat(figures).containsOnlyKeys("quality", "adaptive-steps", "step-sizes");
    for (var figure : figures.entrySet()) {
      figure.getValue().write(folder, figure.getKey());
      assertThat(folder.resolve(figure.getKey() + ".png")).isNotEmptyFile();
      assertThat(folder.resolve(figure.getKey() + ".svg")).isNotEmptyFile();
    }
  }
}

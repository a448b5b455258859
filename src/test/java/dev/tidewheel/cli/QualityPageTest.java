package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.bench.quality.QualityReport;
import dev.tidewheel.bench.quality.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityPageTest {
  private static final QualityReport REPORT = Rows.report();

  @TempDir private Path folder;

  @Test
  void thePageHasALineForEachRowAndSaysWhatWasSkipped() {
    String page = new QualityPage(REPORT).toString();

    assertThat(page)
        .contains("Quality: 1000 pictures a row")
        .contains(
            "ddpm    ddim              50                    50.00  50..50   8.50  80.0 %   "
                + " 0.8500")
        .contains("few     as its files say")
        .contains("holds          Rectified flow straightens the paths further.")
        .endsWith("skipped: none: it is not there\n");
  }

  @Test
  void aMissingErrorIsADashForPeopleAndEmptyForScripts() {
    assertThat(new QualityPage(REPORT).toString().lines())
        .filteredOn(line -> line.startsWith("few"))
        .hasSize(2)
        .allMatch(line -> line.matches(".* - +1"));
    assertThat(QualityFolder.csv(REPORT).lines())
        .hasSize(1 + REPORT.rows().size())
        .contains("few,own,own,2,1000,2.0000,2,2,15.0000,0.9000,,1.0")
        .contains("ddpm,ddim,model,10,1000,10.0000,10,10,40.0000,0.8000,4.00000,12.3");
  }

  @Test
  void theMarkdownHasTablesOfEqualRows() {
    assertThat(new QualityMarkdown(REPORT).rows().lines())
        .hasSize(2 + REPORT.rows().size())
        .contains("| base | ab2, adaptive | tolerance 0.05 | 3.6 (3-4) | 9.00 | 80.0 % | 0.5000 |")
        .allMatch(line -> line.chars().filter(c -> c == '|').count() == 8);
  }

  @Test
  void onlyMarkedPartsOfAPageAreRenewed() {
    String page =
        """
        before
        <!-- generated: rows -->
        old
        <!-- end -->
        between
        <!-- generated: other -->
        kept
        <!-- end -->
        """;

    String renewed = MarkedPage.renewed(page, Map.of("rows", "new $1\n"));

    assertThat(renewed).isEqualTo(page.replace("old", "new $1"));
    assertThat(MarkedPage.renewed(renewed, Map.of("rows", "old\n"))).isEqualTo(page);
  }

  @Test
  void theFolderHoldsAllForms() throws IOException {
    QualityFolder made = new QualityFolder(folder.resolve("made"));

    made.begin();
    made.write(REPORT, "text");

    assertThat(folder.resolve("made"))
        .isDirectoryContaining("glob:**/quality.{txt,md,csv,json,svg,png}")
        .isDirectoryContaining("glob:**/{step-sizes,paths}.png");
    assertThat(folder.resolve("made/quality.json"))
        .content()
        .contains("\"fid\" : 8.5")
        .contains("\"error\" : null");
  }
}

package dev.tidewheel.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.path.Paths;
import dev.tidewheel.sampling.path.ProbabilityPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathFamilyTest {
  @TempDir private Path folder;

  @Test
  void sameNoiseEndsAtTheSamePointOnPathsThatKeepTheVariance() {
    List<double[]> ends = ends("cosine");
    List<double[]> others = ends("variance-preserving");

    for (int i = 0; i < ends.size(); i++) {
      assertThat(ends.get(i)).containsExactly(others.get(i), within(0.05));
    }
  }

  private static List<double[]> ends(String name) {
    ProbabilityPath path = Paths.named(name).orElseThrow();
    return PathFamily.ways(path, new EvenShares(path), 1000).stream()
        .map(way -> way.states().getLast())
        .toList();
  }

  @Test
  void fewStepsMissLeastOnTheRectifiedPathOfThoseThatDiffusionIsTrainedOn() {
    double rectified = family("rectified").missByTime();

    assertThat(rectified).isPositive();
    assertThat(family("variance-preserving").missByTime()).isGreaterThan(rectified);
    assertThat(family("variance-exploding").missByTime()).isGreaterThan(rectified);
  }

  @Test
  void onTheRectifiedPathEvenTimesAreEvenShares() {
    PathFamily family = family("rectified");

    assertThat(family.missByTime()).isCloseTo(family.missByShare(), within(1e-12));
  }

  private static PathFamily family(String name) {
    return PathFamily.of(Paths.named(name).orElseThrow());
  }

  @Test
  void isDrawn() throws IOException {
    PathFigure.draw().write(folder, "paths");

    assertThat(folder.resolve("paths.png")).isNotEmptyFile();
    assertThat(folder.resolve("paths.svg")).isNotEmptyFile();
    assertThat(folder.resolve("paths.svg").toFile().length()).isLessThan(2_000_000);
  }
}

package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.admission.Offer;
import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.bench.FloatSampler.Task;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** With a tiny network, served under two names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MixedBenchmarkIT {
  private static final Path FOLDER = Path.of("src/test/resources/golden/unet/classes");
  private static final List<Double> GUIDANCE = List.of(1.0, 3.0);
  private static final int IMAGES = 12;

  private final List<ServedModel> models = List.of(load("one"), load("other"));

  private static ServedModel load(String name) {
    return ServedModel.load(name, ModelFolder.read(FOLDER), Devices.named("cpu"));
  }

  @BeforeAll
  static void useOneThread() {
    Devices.setThreads(1);
  }

  @AfterAll
  void unload() {
    models.forEach(ServedModel::close);
  }

  @Test
  void measuresTheToleranceAgainstFixedSteps() throws InterruptedException {
    MixedBenchmarkSettings settings =
        new MixedBenchmarkSettings(
            List.of(FOLDER, FOLDER), GUIDANCE, 0.05, IMAGES, 7, IMAGES, 90, 2, "cpu", 1, 3);

    MixedReport report = new MixedBenchmark(settings, models, new Silent()).run();

    MixedReport.WayLine tolerant = report.ways().getFirst();
    assertThat(report.ways()).hasSizeBetween(2, 3);
    assertThat(tolerant.errors().kinds())
        .extracting(LoadErrors.OfKind::model)
        .containsExactly("one", "one", "other", "other");
    assertThat(report.ways())
        .allSatisfy(
            way -> {
              assertThat(way.errors().all().p95())
                  .isLessThanOrEqualTo(tolerant.errors().all().p95());
              assertThat(way.imagesPerSecond().least()).isPositive();
              // Half of the images are guided, and their evaluations are two rows.
              assertThat(way.rowsPerImage())
                  .isBetween(1.3 * way.evaluationsPerImage(), 1.7 * way.evaluationsPerImage());
            });
    assertThat(report.gains()).hasSize(report.ways().size() - 1);
  }

  @Test
  void theEngineSpendsTheEvaluationsThatErrorsWereMeasuredWith() throws InterruptedException {
    List<MixedKind> kinds = MixedKind.of(models, GUIDANCE, 7);
    MixedLoad load = MixedLoad.of(kinds.size(), IMAGES, 7);
    MixedWay way = new MixedWay.Fixed("heun", "linear", 4);

    MixedPass pass = new MixedPasses(kinds, 3, new Silent()).draw(load, way);

    LoadErrors errors = new LoadCanvas(kinds, load, 30, new Silent()).errors(way).orElseThrow();
    assertThat(pass.evaluationsPerImage()).isEqualTo(7).isEqualTo(errors.all().evaluations());
    assertThat(pass.rowsPerImage()).isEqualTo(10.5);
  }

  @Test
  void imagesAreTheSameInAnyCompany() {
    List<Task> tasks =
        MixedKind.of(models.subList(0, 1), GUIDANCE, 7).stream()
            .flatMap(kind -> IntStream.range(0, 3).mapToObj(number -> task(kind, number)))
            .toList();
    var sampler = new FloatSampler(models.getFirst(), shape(), 4);

    List<Drawn> together = sampler.draw(tasks, new Silent());

    for (int i = 0; i < tasks.size(); i++) {
      Drawn alone = sampler.draw(List.of(tasks.get(i)), new Silent()).getFirst();
      assertThat(together.get(i).rmsTo(alone)).isLessThan(1e-5);
    }
    assertThat(together.getFirst().rmsTo(together.getLast())).isGreaterThan(1e-3);
  }

  private ImageShape shape() {
    Offer offer = models.getFirst().offer();
    return models.getFirst().latents(offer.width(), offer.height());
  }

  private static Task task(MixedKind kind, int number) {
    MixedWay way = new MixedWay.Fixed("euler", "linear", 5);
    return MixedKind.task(kind.order(number, way).orElseThrow());
  }
}

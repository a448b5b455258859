package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.image.Picture;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request gives the same picture, wherever and in whatever company it is drawn. */
@NeedsKafka
@Timeout(120)
class SamePictureIT {
  private final TestKafka kafka;
  private int ids;

  SamePictureIT(TestKafka kafka) {
    this.kafka = kafka;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aloneInABatchAgainAndElsewhere(boolean deterministic, @TempDir Path folder)
      throws InterruptedException, IOException {
    String mode = Boolean.toString(deterministic);
    try (Fleet fleet = new Fleet(kafka, folder)) {
      Worker first =
          fleet.start("worker.deterministic", mode, "worker.grace", "0s", "worker.id", "first");
      List<ImageResult> pictures = new ArrayList<>();
      pictures.addAll(fleet.complete(probe()).images());
      pictures.addAll(inCompany(fleet));
      pictures.addAll(movedFrom(first, fleet, mode));
      pictures.addAll(inCompany(fleet));
      assertThat(pictures).anyMatch(picture -> picture.getAttempt() > 1);
      assertThat(pictures).extracting(ImageResult::getWorker).contains("first", "second");
      assertThat(pictures).flatExtracting(ImageResult::getSteps).anyMatch(s -> s.getBatch() == 1);
      assertSame(pictures, deterministic);
    }
  }

  /** One picture that has everything which could make it differ. */
  private GenerationRequest.Builder probe() {
    return Fleet.request("probe " + ids++)
        .setSeed(7)
        .setClassLabel(3)
        .setGuidance(2.)
        .setSolver("bosh3")
        .setSteps(new AdaptiveSteps(0.5, 4, 40));
  }

  private GenerationRequest.Builder filler() {
    int i = ids++;
    return Fleet.request("filler " + i)
        .setSeed(i)
        .setClassLabel(i % 10)
        .setGuidance(i % 2 == 0 ? 1. : 3.)
        .setSteps(new FixedSteps(5 + i % 7));
  }

  /** Among others that come and go, first, last and in between. */
  private List<ImageResult> inCompany(Fleet fleet) {
    List<CompletableFuture<Outcome>> probes = new ArrayList<>();
    List<CompletableFuture<Outcome>> fillers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < i; j++) {
        fillers.add(fleet.send(filler()));
      }
      probes.add(fleet.send(probe()));
      fillers.add(fleet.send(filler()));
    }
    fillers.forEach(Fleet::completed);
    return probes.stream().flatMap(probe -> Fleet.completed(probe).images().stream()).toList();
  }

  /** Begun by one worker, handed back, drawn by another. */
  private List<ImageResult> movedFrom(Worker first, Fleet fleet, String deterministic) {
    GenerationRequest.Builder guard = Fleet.endless("guard").setCount(4);
    CompletableFuture<Outcome> unfinished = fleet.sendAndAwaitStart(guard);
    CompletableFuture<Outcome> probe = fleet.send(probe());
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(probe).isNotDone();
    first.close();
    fleet.start("worker.deterministic", deterministic, "worker.id", "second");
    fleet.client().cancel("guard", null).join();
    List<ImageResult> images = Fleet.completed(probe).images();
    assertThat(Fleet.await(unfinished).completed()).isFalse();
    return images;
  }

  private static void assertSame(List<ImageResult> pictures, boolean bytes) throws IOException {
    ImageResult first = pictures.getFirst();
    byte[] expected = pixels(first);
    for (ImageResult picture : pictures) {
      assertThat(picture.getEvaluations()).isEqualTo(first.getEvaluations());
      if (bytes) {
        assertThat(picture.getSha256()).isEqualTo(first.getSha256());
      }
      byte[] found = pixels(picture);
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs((found[i] & 0xff) - (expected[i] & 0xff)))
            .as("byte %d of %s", i, picture.getRequestId())
            .isLessThanOrEqualTo(1);
      }
    }
  }

  private static byte[] pixels(ImageResult image) throws IOException {
    return Picture.decode(((ByteBuffer) image.getImage()).array()).pixels();
  }
}

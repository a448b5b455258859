package dev.tidewheel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.testing.Records;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowedRequestTest {
  private final List<Integer> heard = new ArrayList<>();
  private final FollowedRequest request =
      new FollowedRequest(
          new AnswerListener() {
            @Override
            public void image(ImageResult image) {
              heard.add(image.getIndex());
            }
          });

  @Test
  void waitsForThePicturesThatTheLastEventCounts() {
    request.take(image(1));
    assertThat(request.take(event(EventKind.COMPLETED, 2))).isTrue();
    assertThat(request.outcome()).isNotDone();
    request.take(image(0));
    assertThat(request.outcome()).isCompleted();
    assertThat(request.outcome().join().images())
        .extracting(ImageResult::getIndex)
        .containsExactly(0, 1);
    assertThat(request.outcome().join().completed()).isTrue();
  }

  @Test
  void aPictureThatComesTwiceCountsOnce() {
    request.take(image(0));
    request.take(image(0));
    assertThat(heard).containsExactly(0);
    request.take(event(EventKind.COMPLETED, 2));
    assertThat(request.outcome()).isNotDone();
  }

  @Test
  void theFirstEndingCounts() {
    request.take(event(EventKind.STARTED, 0));
    assertThat(request.take(event(EventKind.CANCELLED, 0))).isTrue();
    assertThat(request.take(event(EventKind.COMPLETED, 0))).isFalse();
    assertThat(request.outcome().join().end().getKind()).isEqualTo(EventKind.CANCELLED);
    assertThat(request.outcome().join().completed()).isFalse();
  }

  @Test
  void finishesWithoutTheMissingPicturesWhenToldTo() {
    request.finish();
    assertThat(request.outcome()).isNotDone();
    request.take(event(EventKind.COMPLETED, 1));
    request.finish();
    assertThat(request.outcome().join().images()).isEmpty();
  }

  private static ImageResult image(int index) {
    return Records.result("r", index, new byte[] {1});
  }

  private static RequestEvent event(EventKind kind, int images) {
    return RequestEvent.newBuilder(Records.event("r", kind)).setImages(images).build();
  }
}

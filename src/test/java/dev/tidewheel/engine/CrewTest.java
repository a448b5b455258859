package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CrewTest {
  @Test
  void dealsSharesThatDifferByOneAndKeepTheOrder() {
    try (Crew crew = new Crew(3)) {
      assertThat(crew.deal(List.of(1, 2, 3, 4, 5), Device.cpu()))
          .containsExactly(List.of(1, 4), List.of(2, 5), List.of(3));
      assertThat(crew.deal(List.of(1, 2), Device.cpu())).containsExactly(List.of(1), List.of(2));
      assertThat(crew.deal(List.of(1, 2), Device.gpu(0))).containsExactly(List.of(1, 2));
    }
  }

  @Test
  void worksOnThreadsOfItsOwnAndAnswersInOrder() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Crew crew = new Crew(3)) {
      for (int round = 0; round < 50; round++) {
        List<Supplier<Integer>> work =
            List.of(
                () -> threads.add(Thread.currentThread()) ? 1 : 1,
                () -> threads.add(Thread.currentThread()) ? 2 : 2,
                () -> threads.add(Thread.currentThread()) ? 3 : 3);
        assertThat(crew.together(work, 1)).containsExactly(1, 2, 3);
      }
    }
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
  }

  @Test
  void goesOnOnlyWhenEveryShareHasEndedWhateverFails() {
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch failed = new CountDownLatch(1);
    try (Crew crew = new Crew(2)) {
      List<Supplier<Integer>> work =
          List.of(
              () -> {
                failed.countDown();
                throw new IllegalStateException("the first");
              },
              () -> {
                awaitQuietly(failed);
                ended.set(true);
                return 2;
              });
      assertThatThrownBy(() -> crew.together(work, 1)).hasMessage("the first");
      assertThat(ended).isTrue();
    }
  }

  /** And then for as long as a caller would need that does not wait. */
  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.Timing;
import dev.tidewheel.client.AnswerListener;
import dev.tidewheel.client.Answers;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.client.TidewheelClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Requests that are sent all at once, an image each. For one use. */
final class Crowd {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Without an answer for so long, something hangs. */
  private static final int LONGEST_SILENCE_SECONDS = 60;

  private final TidewheelClient client;
  private final Answers answers;
  private final Orders orders;
  private final String name;
  private final Watcher watcher;
  private final List<ImageResult> images = new ArrayList<>();
  private final CompletableFuture<Long> lastRead = new CompletableFuture<>();
  private long heardAt;

  /**
   * Makes a crowd.
   *
   * @param name begins the id of each request
   */
  Crowd(TidewheelClient client, Answers answers, Orders orders, String name, Watcher watcher) {
    this.client = client;
    this.answers = answers;
    this.orders = orders;
    this.name = name;
    this.watcher = watcher;
  }

  /** Sends the requests and waits for the last picture; the time from the first to the last. */
  long send(Workload workload) throws InterruptedException {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < workload.images(); i++) {
      requests.add(orders.request(name + '-' + i, i, workload.steps().get(i)));
    }
    long start = System.nanoTime();
    heard(start);
    for (GenerationRequest request : requests) {
      CompletableFuture<Void> _ =
          answers.follow(request.getId(), new Counter(requests.size())).thenAccept(this::check);
      CompletableFuture<Void> _ =
          client.send(request, List.of()).whenComplete((_, failure) -> failIf(failure));
    }
    return await() - start;
  }

  private final class Counter implements AnswerListener {
    private final int all;

    Counter(int all) {
      this.all = all;
    }

    @Override
    public void image(ImageResult image) {
      watcher.advanced();
      long now = System.nanoTime();
      heard(now);
      synchronized (Crowd.this) {
        images.add(image);
        if (images.size() == all) {
          lastRead.complete(now);
        }
      }
    }
  }

  private synchronized void heard(long now) {
    heardAt = now;
  }

  private synchronized long silence() {
    return System.nanoTime() - heardAt;
  }

  private void check(Outcome outcome) {
    failIf(
        outcome.completed()
            ? null
            : new BenchmarkException("a request was not served: " + outcome.end()));
  }

  private void failIf(@Nullable Throwable failure) {
    if (failure != null) {
      lastRead.completeExceptionally(failure);
    }
  }

  private long await() throws InterruptedException {
    while (true) {
      try {
        return lastRead.get(1, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new BenchmarkException("a pass through the log failed: " + e.getCause(), e);
      } catch (TimeoutException e) {
        if (silence() > TimeUnit.SECONDS.toNanos(LONGEST_SILENCE_SECONDS)) {
          throw new BenchmarkException(
              "no answer came from the log for %d s".formatted(LONGEST_SILENCE_SECONDS), e);
        }
      }
    }
  }

  /** The pictures that came. */
  synchronized List<ImageResult> images() {
    return List.copyOf(images);
  }

  /** Time from an image's first tick to its pixels, in milliseconds. */
  static double drawing(ImageResult image) {
    Timing timing = image.getTiming();
    return (timing.getSampling() + timing.getDecoding()) / NANOS_PER_MILLI;
  }
}

package dev.tidewheel.worker;

import dev.tidewheel.intake.Feeder;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/**
 * Keeps a feeder running; undeploying it is draining it. Deploy on virtual threads: stopping waits.
 */
final class FeederVerticle extends VerticleBase {
  /** Beyond its grace, the time a feeder may take to hand back what it holds. */
  private static final Duration HAND_BACK = Duration.ofSeconds(2);

  /** A feeder that waits for a broker which is away is interrupted, and has this time to end. */
  private static final Duration END = Duration.ofSeconds(2);

  private final Feeder feeder;
  private final String name;
  private final Duration grace;
  private final Thread thread;

  FeederVerticle(String name, Feeder feeder, Duration grace) {
    this.name = name;
    this.feeder = feeder;
    this.grace = grace;
    this.thread = Thread.ofVirtual().name(name).unstarted(feeder);
  }

  @Override
  public Future<?> start() {
    thread.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() throws InterruptedException {
    feeder.drain(grace);
    if (!feeder.awaitEnd(grace.plus(HAND_BACK))) {
      thread.interrupt();
    }
    return feeder.awaitEnd(END)
        ? Future.succeededFuture()
        : Future.failedFuture(name + " did not end in time");
  }
}

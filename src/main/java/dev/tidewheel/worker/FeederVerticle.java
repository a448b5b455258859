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
  private static final Duration HAND_BACK = Duration.ofSeconds(10);

  private final Feeder feeder;
  private final String name;
  private final Duration grace;

  FeederVerticle(String name, Feeder feeder, Duration grace) {
    this.name = name;
    this.feeder = feeder;
    this.grace = grace;
  }

  @Override
  public Future<?> start() {
    Thread unused = Thread.ofVirtual().name(name).start(feeder);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() throws InterruptedException {
    feeder.drain(grace);
    return feeder.awaitEnd(grace.plus(HAND_BACK))
        ? Future.succeededFuture()
        : Future.failedFuture(name + " did not end in time");
  }
}

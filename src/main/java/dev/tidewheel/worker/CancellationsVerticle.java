package dev.tidewheel.worker;

import dev.tidewheel.intake.Cancellations;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Keeps reading cancellations. Deployed when those sent before are known. */
final class CancellationsVerticle extends VerticleBase {
  private final Cancellations cancellations;

  CancellationsVerticle(Cancellations cancellations) {
    this.cancellations = cancellations;
  }

  @Override
  public Future<?> start() {
    Thread unused = Thread.ofVirtual().name("cancellations").start(cancellations);
    return Future.fromCompletionStage(cancellations.caughtUp());
  }

  @Override
  public Future<?> stop() {
    cancellations.stop();
    return Future.succeededFuture();
  }
}

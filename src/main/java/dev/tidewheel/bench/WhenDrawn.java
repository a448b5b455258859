package dev.tidewheel.bench;

import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Goes on when an image is drawn; one that ends otherwise fails the pass it belongs to.
 *
 * @param pass the pass
 * @param then what happens next, on the engine's thread
 */
record WhenDrawn(CompletableFuture<?> pass, Consumer<Ending.Drawn> then)
    implements Drawing.Listener {
  @Override
  public void started() {}

  @Override
  public void ended(Ending ending) {
    if (ending instanceof Ending.Drawn drawn) {
      then.accept(drawn);
    } else {
      pass.completeExceptionally(new BenchmarkException("an image ended as " + ending));
    }
  }
}

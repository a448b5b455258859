package dev.tidewheel.cli;

import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.serving.Commission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Draws an order's pictures in this process. */
final class LocalDrawing {
  private LocalDrawing() {}

  /**
   * Draws the first pictures of an order, and waits for them.
   *
   * @param count how many
   * @param changed what becomes of each drawing before it is begun
   * @param drawn called at the end of each, on the engine's thread
   * @throws Failure if one of them cannot be drawn
   */
  static List<Ending.Drawn> draw(
      Commission commission,
      int count,
      EngineSettings settings,
      UnaryOperator<Drawing> changed,
      Runnable drawn) {
    try (Engine engine = new Engine(settings, _ -> {})) {
      List<CompletableFuture<Ending>> endings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        endings.add(ending.whenComplete((_, _) -> drawn.run()));
        engine.draw(changed.apply(drawing(commission, i, ending)));
      }
      return endings.stream().map(CompletableFuture::join).map(LocalDrawing::drawn).toList();
    }
  }

  private static Ending.Drawn drawn(Ending ending) {
    return switch (ending) {
      case Ending.Drawn drawn -> drawn;
      case Ending.Failed(String reason) -> throw Failure.ofWork(reason);
      default -> throw Failure.ofWork("the picture was not finished: " + ending);
    };
  }

  private static Drawing drawing(
      Commission commission, int index, CompletableFuture<Ending> ending) {
    return commission.drawing(
        "local",
        index,
        Optional.empty(),
        new Drawing.Listener() {
          @Override
          public void started() {}

          @Override
          public void ended(Ending how) {
            ending.complete(how);
          }
        });
  }
}

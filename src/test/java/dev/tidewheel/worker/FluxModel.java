package dev.tidewheel.worker;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.djl.Device;
import dev.tidewheel.admission.Admission;
import dev.tidewheel.admission.Limits;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.image.Picture;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A FLUX folder of random weights whose pictures depend on every word of their prompts. */
final class FluxModel implements AutoCloseable {
  static final String NAME = "flux";
  static final Path FOLDER =
      Path.of("src/test/resources/golden/pipelines/flux-dev/model").toAbsolutePath();

  private static final Limits LIMITS = new Limits(1 << 20, 64, 200, 2000);

  private final ServedModel model;
  private final Engine engine = new Engine(new EngineSettings(1, false), _ -> {});

  private FluxModel(ServedModel model) {
    this.model = model;
  }

  /** Draws by itself, one picture at a time, without a worker. */
  static FluxModel load() {
    Devices.setThreads(1);
    return new FluxModel(ServedModel.load(NAME, ModelFolder.read(FOLDER), Device.cpu()));
  }

  /**
   * The samples of a request's only picture, drawn alone.
   *
   * @param begin the picture that it begins with, as it was before it travelled
   */
  byte[] draw(GenerationRequest request, Optional<Picture> begin) {
    Sources.Brought brought =
        begin
            .<Sources.Brought>map(Sources.Brought.Given::new)
            .orElseGet(Sources.Brought.Nothing::new);
    Verdict verdict = Admission.judge(Asks.of(request, brought.size()), model.offer(), LIMITS);
    Order order = assertInstanceOf(Verdict.Admitted.class, verdict).order();
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    engine.draw(
        model
            .commission(order, brought.resized(order.width(), order.height()))
            .drawing(request.getId(), 0, Optional.empty(), completing(ending)));
    return assertInstanceOf(Ending.Drawn.class, Fleet.await(ending)).pixels();
  }

  private static Drawing.Listener completing(CompletableFuture<Ending> ending) {
    return new Drawing.Listener() {
      @Override
      public void started() {}

      @Override
      public void ended(Ending how) {
        ending.complete(how);
      }
    };
  }

  @Override
  public void close() {
    engine.close();
    model.close();
  }
}

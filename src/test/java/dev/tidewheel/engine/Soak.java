package dev.tidewheel.engine;

import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps an engine full for many ticks, images of every kind joining and leaving, and prints what
 * the process holds after each tenth of them. A program of its own: so the JVM's own memory can be
 * pinned, and nothing else runs in it.
 */
final class Soak {
  private static final int BATCH = 4;

  /** Images in the engine: more than fit, so that some always wait. */
  private static final int AHEAD = 3 * BATCH;

  private static final ImageShape SHAPE = new ImageShape(2, 8, 8);
  private static final String[] SOLVERS = {"euler", "heun", "ab2", "bosh3"};

  private final Semaphore room = new Semaphore(AHEAD);
  private final AtomicLong ticks = new AtomicLong();
  private final Random random = new Random(5);
  private int images;

  private Soak() {}

  /** Runs for as many ticks as the first argument says. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Devices.setThreads(1);
    new Soak().run(Long.parseLong(arguments[0]));
  }

  private void run(long total) throws IOException, InterruptedException {
    try (ConvolutionNetwork network = new ConvolutionNetwork(SHAPE.channels());
        Engine engine =
            new Engine(new EngineSettings(BATCH, false), _ -> ticks.incrementAndGet())) {
      for (int tenth = 1; tenth <= 10; tenth++) {
        while (ticks.get() < total * tenth / 10) {
          room.acquire();
          engine.draw(drawing(network));
        }
        room.acquire(AHEAD);
        System.out.println(ProcessMemory.now().line());
        room.release(AHEAD);
      }
    }
  }

  private Drawing drawing(Network network) {
    int number = images++;
    Steps steps =
        number % 3 == 0 ? new Steps.Adaptive(0.05, 4, 20) : new Steps.Fixed(1 + random.nextInt(20));
    Sampling sampling =
        Sketch.sampling(SOLVERS[number % SOLVERS.length], steps, number % 5 == 0 ? 2 : 1);
    return new Drawing(
        "soak-" + number,
        0,
        network,
        SHAPE,
        number,
        new Drawing.Labels(0, 1),
        Optional.empty(),
        Optional.empty(),
        sampling,
        Optional.empty(),
        new Drawing.Listener() {
          @Override
          public void started() {}

          @Override
          public void ended(Ending ending) {
            if (!(ending instanceof Ending.Drawn)) {
              System.out.println(ending);
            }
            room.release();
          }
        });
  }
}

package dev.tidewheel.engine;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws images, many at once, on one device.
 *
 * <p>Orders arrive through an inbox that the loop empties between ticks; so do withdrawals, and
 * deadlines are looked at there. Groups take turns, a tick each.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Engine.class);

  /** How long an idle loop sleeps before it looks at deadlines again. */
  private static final long IDLE_MILLIS = 200;

  private final Crew crew = Crew.ofProcess();
  private final Rota rota;
  private final Consumer<TickReport> reports;
  private final LinkedBlockingQueue<Command> inbox = new LinkedBlockingQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  private long ticks;
  private long lastTickEnd;

  private sealed interface Command {
    record Draw(Drawing drawing) implements Command {}

    record Withdraw(Predicate<Drawing> which) implements Command {}

    record Stop() implements Command {}
  }

  /**
   * Makes an engine and starts its loop.
   *
   * @param settings how it runs
   * @param reports hears of each tick, on the engine's thread
   */
  public Engine(EngineSettings settings, Consumer<TickReport> reports) {
    this.rota = new Rota(settings, crew);
    this.reports = reports;
    this.thread = Thread.ofPlatform().name("engine").start(this::loop);
  }

  /** Orders an image. Its listener hears of it exactly once, whatever happens. */
  public void draw(Drawing drawing) {
    inbox.add(new Command.Draw(drawing.heardBy(new Counted(drawing.listener()))));
    if (closed.get()) {
      turnAway();
    }
  }

  /** Takes back all images of which something holds; takes effect between two ticks. */
  public void withdraw(Predicate<Drawing> which) {
    inbox.add(new Command.Withdraw(which));
  }

  /** Whether it can draw; it does until it is closed, unless the JVM itself is in trouble. */
  public boolean isRunning() {
    return !closed.get();
  }

  /** Images ordered and not ended. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Takes back what is not finished and ends the loop; waits for it, also where it is interrupted:
   * the caller frees the weights next.
   */
  @Override
  public void close() {
    inbox.add(new Command.Stop());
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    try {
      boolean running = true;
      while (running) {
        running = turn();
      }
    } catch (InterruptedException e) {
      LOGGER.warn("The engine was interrupted and ends");
    } catch (Throwable e) {
      LOGGER.error("The engine cannot go on", e);
      throw e;
    } finally {
      closed.set(true);
      rota.end(_ -> true, new Ending.Withdrawn());
      rota.close();
      crew.close();
      turnAway();
    }
  }

  /** Takes what has arrived, ends what has expired, and lets one group tick. */
  private boolean turn() throws InterruptedException {
    if (rota.isIdle()) {
      Command first = inbox.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      lastTickEnd = System.nanoTime();
      if (first != null && !handle(first)) {
        return false;
      }
    }
    for (Command command = inbox.poll(); command != null; command = inbox.poll()) {
      if (!handle(command)) {
        return false;
      }
    }
    long now = System.nanoTime();
    rota.end(drawing -> drawing.expired(now), new Ending.Expired());
    tick();
    return true;
  }

  /** Does what a command says; false where it says to stop. */
  private boolean handle(Command command) {
    switch (command) {
      case Command.Draw(Drawing drawing) -> rota.add(drawing);
      case Command.Withdraw(Predicate<Drawing> which) -> rota.end(which, new Ending.Withdrawn());
      case Command.Stop() -> {
        return false;
      }
    }
    return true;
  }

  private void tick() {
    try {
      rota.next().ifPresent(group -> group.turn(++ticks, System.nanoTime() - lastTickEnd, reports));
    } catch (RuntimeException e) {
      LOGGER.error("A tick failed; its images end and the loop goes on", e);
      rota.end(_ -> true, new Ending.Failed("the engine failed: " + e));
      rota.close();
    }
    lastTickEnd = System.nanoTime();
  }

  /** What arrived after the end is taken back too. */
  private void turnAway() {
    for (Command command = inbox.poll(); command != null; command = inbox.poll()) {
      if (command instanceof Command.Draw(Drawing drawing)) {
        drawing.listener().ended(new Ending.Withdrawn());
      }
    }
  }

  /** Counts an image until it has ended. */
  private final class Counted implements Drawing.Listener {
    private final Drawing.Listener listener;

    Counted(Drawing.Listener listener) {
      this.listener = listener;
      inFlight.incrementAndGet();
    }

    @Override
    public void started() {
      isolated(listener::started);
    }

    @Override
    public void ended(Ending ending) {
      inFlight.decrementAndGet();
      isolated(() -> listener.ended(ending));
    }

    /** A listener that fails must not end the loop. */
    private void isolated(Runnable call) {
      try {
        call.run();
      } catch (RuntimeException e) {
        LOGGER.error("A listener failed", e);
      }
    }
  }
}

package dev.tidewheel.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Groups without images whose memory is kept, for shapes that come again. */
  private static final int IDLE_GROUPS = 4;

  private final EngineSettings settings;
  private final Consumer<TickReport> reports;
  private final LinkedBlockingQueue<Command> inbox = new LinkedBlockingQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  /** Groups, the one that has waited longest for its turn first. Used by the loop alone. */
  private final Map<GroupKey, Group> groups = new LinkedHashMap<>();

  private long ticks;
  private long lastTickEnd;

  private record GroupKey(Network network, LatentShape shape) {}

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
    this.settings = settings;
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

  /** Images ordered and not ended. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Takes back what is not finished and ends the loop; waits for it. */
  @Override
  public void close() {
    inbox.add(new Command.Stop());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    boolean running = true;
    while (running) {
      try {
        running = turn();
      } catch (InterruptedException e) {
        running = false;
      } catch (RuntimeException e) {
        LOGGER.error("A turn of the engine failed; its images end and the loop goes on", e);
        end(_ -> true, new Ending.Failed("the engine failed: " + e));
        closeGroups();
      }
    }
    end(_ -> true, new Ending.Withdrawn());
    closeGroups();
    closed.set(true);
    turnAway();
  }

  /** Takes what has arrived, ends what has expired, and lets one group tick. */
  private boolean turn() throws InterruptedException {
    List<Command> commands = new ArrayList<>();
    if (groups.values().stream().allMatch(Group::isIdle)) {
      Command first = inbox.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        commands.add(first);
      }
      lastTickEnd = System.nanoTime();
    }
    inbox.drainTo(commands);
    boolean running = true;
    for (Command command : commands) {
      switch (command) {
        case Command.Draw(Drawing drawing) -> accept(drawing);
        case Command.Withdraw(Predicate<Drawing> which) -> end(which, new Ending.Withdrawn());
        case Command.Stop() -> running = false;
      }
    }
    long now = System.nanoTime();
    end(drawing -> drawing.expired(now), new Ending.Expired());
    if (running) {
      tick();
    }
    return running;
  }

  private void accept(Drawing drawing) {
    try {
      group(drawing).add(drawing);
    } catch (RuntimeException e) {
      LOGGER.error("No room for images of {} {}", drawing.network().name(), drawing.shape(), e);
      drawing
          .listener()
          .ended(new Ending.Failed("the device refused the shape: " + e.getMessage()));
    }
  }

  private Group group(Drawing drawing) {
    GroupKey key = new GroupKey(drawing.network(), drawing.shape());
    Group known = groups.get(key);
    if (known != null) {
      return known;
    }
    closeIdleGroups();
    Group group = new Group(key.network(), key.shape(), settings);
    groups.put(key, group);
    return group;
  }

  /** The group that has waited longest ticks, and goes to the end of the line. */
  private void tick() {
    Optional<Map.Entry<GroupKey, Group>> next =
        groups.entrySet().stream().filter(entry -> !entry.getValue().isIdle()).findFirst();
    if (next.isEmpty()) {
      return;
    }
    GroupKey key = next.get().getKey();
    Group group = next.get().getValue();
    groups.remove(key);
    groups.put(key, group);
    group.tick(++ticks, System.nanoTime() - lastTickEnd, reports);
    lastTickEnd = System.nanoTime();
  }

  private void end(Predicate<Drawing> which, Ending ending) {
    groups.values().forEach(group -> group.end(which, ending));
  }

  private void closeIdleGroups() {
    Iterator<Group> oldestFirst = groups.values().iterator();
    int surplus = groups.size() - IDLE_GROUPS;
    while (surplus >= 0 && oldestFirst.hasNext()) {
      Group group = oldestFirst.next();
      if (group.isIdle()) {
        oldestFirst.remove();
        group.close();
        surplus--;
      }
    }
  }

  private void closeGroups() {
    groups.values().forEach(Group::close);
    groups.clear();
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
      listener.started();
    }

    @Override
    public void ended(Ending ending) {
      inFlight.decrementAndGet();
      listener.ended(ending);
    }
  }
}

package dev.tidewheel.engine;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is. Groups take turns, a tick each; only a few have memory on the device at a time,
 * and where another one waits for it, the one that has had it longest finishes its images and makes
 * room.
 */
final class Rota implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Rota.class);

  /** Groups that have memory at a time. */
  private static final int MOST_OPEN = 4;

  private final EngineSettings settings;
  private final Crew crew;

  /** What prompts became, for all groups. */
  private final Readings readings;

  /** The group that has waited longest for its turn comes first. */
  private final Map<Key, Group> groups = new LinkedHashMap<>();

  /** Groups with memory, the one that has had it longest first. */
  private final List<Group> open = new ArrayList<>();

  /** Groups for which there was no room, and no memory has been given back since. */
  private final Set<Group> turnedAway = new HashSet<>();

  private record Key(Network network, ImageShape shape, int textElements) {}

  /**
   * Nobody's turn yet.
   *
   * @param crew who evaluates; it stays the caller's
   */
  Rota(EngineSettings settings, Crew crew) {
    this.settings = settings;
    this.crew = crew;
    this.readings = new Readings(settings.textBytes());
  }

  void add(Drawing drawing) {
    groups
        .computeIfAbsent(
            new Key(drawing.network(), drawing.shape(), drawing.textElements()),
            key ->
                new Group(
                    new Slab.Layout(key.network(), key.shape(), key.textElements()),
                    settings,
                    crew,
                    readings))
        .add(drawing);
  }

  boolean isIdle() {
    return groups.values().stream().allMatch(Group::isIdle);
  }

  void end(Predicate<Drawing> which, Ending ending) {
    groups.values().forEach(group -> group.end(which, ending));
  }

  /** The group whose turn it is, open, at the end of the line from now on; none where all idle. */
  Optional<Group> next() {
    groups.values().removeIf(group -> group.isIdle() && !group.isOpen());
    for (Map.Entry<Key, Group> entry : groups.entrySet()) {
      Group group = entry.getValue();
      if (!group.isIdle() && (group.isOpen() ? !makesRoom(group) : opens(group))) {
        groups.remove(entry.getKey());
        groups.put(entry.getKey(), group);
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  /** Whether a group has done what it had to and gave its memory to one that waits. */
  private boolean makesRoom(Group group) {
    if (!group.hasRetired()) {
      return false;
    }
    close(group);
    return true;
  }

  private boolean opens(Group group) {
    if (open.size() >= MOST_OPEN) {
      open.stream().filter(Group::hasRetired).findFirst().ifPresent(this::close);
    }
    if (open.size() >= MOST_OPEN) {
      open.getFirst().retire();
      return false;
    }
    boolean waitsForRoom = turnedAway.contains(group) && open.stream().noneMatch(Group::hasRetired);
    return !waitsForRoom && findsRoom(group);
  }

  /**
   * Opens a group if the device has room for it, if need be without groups that have nothing to do.
   * Otherwise its images wait for those of the oldest group, or end where there is no other.
   */
  private boolean findsRoom(Group group) {
    Optional<EngineException> objection = objection(group);
    if (objection.isPresent()) {
      List.copyOf(open).stream().filter(Group::hasRetired).forEach(this::close);
      objection = objection(group);
    }
    if (objection.isEmpty()) {
      open.add(group);
    } else if (open.isEmpty()) {
      EngineException cause = objection.get();
      LOGGER.error("A group of images finds no room on the device", cause);
      group.end(
          _ -> true, new Ending.Failed("the device has no room for it: " + cause.getMessage()));
    } else {
      LOGGER.warn("A group of images waits for room on the device", objection.get());
      turnedAway.add(group);
      open.getFirst().retire();
    }
    return group.isOpen();
  }

  /** What the device objects to a group's memory; the group is open where there is nothing. */
  private static Optional<EngineException> objection(Group group) {
    try {
      group.open();
      return Optional.empty();
    } catch (EngineException e) {
      return Optional.of(e);
    }
  }

  private void close(Group group) {
    group.close();
    open.remove(group);
    turnedAway.clear();
  }

  /** Gives all memory back. */
  @Override
  public void close() {
    Collection<Group> all = List.copyOf(open);
    all.forEach(this::close);
    groups.clear();
    readings.close();
  }
}

package dev.tidewheel.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Turns a rota by hand: what is ordered before a turn is there in its tick. */
final class Handwheel implements AutoCloseable {
  /** More than any test needs. */
  private static final int MOST_TURNS = 1000;

  private final Crew crew = new Crew(1);
  private final Rota rota;
  private final List<TickReport> ticks = new ArrayList<>();
  private int turns;

  Handwheel(EngineSettings settings) {
    this.rota = new Rota(settings, crew);
  }

  void draw(Sketch sketch, Network network) {
    rota.add(sketch.on(network));
  }

  /** One turn, in which a group may tick. */
  void turn() {
    if (++turns > MOST_TURNS) {
      throw new IllegalStateException("still not there after " + MOST_TURNS + " turns");
    }
    rota.next().ifPresent(group -> group.turn(turns, 0, ticks::add));
  }

  void turnUntilAllEnded(Sketch... sketches) {
    while (!Stream.of(sketches).allMatch(sketch -> sketch.ending.isDone())) {
      turn();
    }
  }

  List<TickReport> ticks() {
    return ticks;
  }

  @Override
  public void close() {
    rota.close();
    crew.close();
  }
}

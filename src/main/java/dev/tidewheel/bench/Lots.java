package dev.tidewheel.bench;

import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The control of an adaptive run: the same numbers of evaluations, dealt out by lot. */
final class Lots {
  private static final long SEED = 7;

  private final Canvas canvas;
  private final Sampling adaptive;

  /**
   * Makes the control.
   *
   * @param adaptive the way that is controlled, whose solver must take fixed steps too
   */
  Lots(Canvas canvas, Sampling adaptive) {
    this.canvas = canvas;
    this.adaptive = adaptive;
  }

  /** What the numbers of a run reach by lot. */
  EndErrors shuffled(List<Drawn> run) {
    List<Integer> numbers = new ArrayList<>(run.stream().map(Drawn::evaluations).toList());
    Collections.shuffle(numbers, new Random(SEED));
    Map<Integer, List<Integer>> images = new TreeMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      images.computeIfAbsent(numbers.get(i), _ -> new ArrayList<>()).add(i);
    }
    canvas.stage("by lot");
    Map<Integer, Drawn> drawn = new HashMap<>();
    images.forEach(
        (evaluations, chosen) -> {
          List<Drawn> some = canvas.draw(chosen, fixed(evaluations));
          for (int i = 0; i < some.size(); i++) {
            drawn.put(chosen.get(i), some.get(i));
          }
        });
    return canvas.errors(new TreeMap<>(drawn).values().stream().toList());
  }

  private Sampling fixed(int evaluations) {
    return new Sampling(
        adaptive.model(),
        adaptive.solver(),
        adaptive.schedule(),
        new Steps.Fixed(evaluations),
        adaptive.guidance());
  }
}

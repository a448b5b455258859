package dev.tidewheel.bench;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A queue of images, all of them there from the start.
 *
 * @param steps Euler steps of each, in the order of the queue
 */
record Workload(List<Integer> steps) {
  Workload {
    steps = List.copyOf(steps);
  }

  /** Images that all take the same number of steps. */
  static Workload equal(int images, int steps) {
    return new Workload(Collections.nCopies(images, steps));
  }

  /** Images whose numbers of steps are drawn evenly from {@code least} to {@code most}. */
  static Workload uniform(int images, int least, int most, long seed) {
    return new Workload(new Random(seed).ints(images, least, most + 1).boxed().toList());
  }

  int images() {
    return steps.size();
  }

  /** Evaluations that the images ask for; an Euler step is one. */
  long evaluations() {
    return steps.stream().mapToLong(Integer::longValue).sum();
  }
}

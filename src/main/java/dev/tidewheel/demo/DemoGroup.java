package dev.tidewheel.demo;

import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;

/** One way of sampling that the demo shows, so that all of them meet in the same batches. */
public enum DemoGroup {
  EULER_2("euler", "linear", new FixedSteps(2), 1),
  AB2_6("ab2", "shifted:2.0", new FixedSteps(6), 1),
  EULER_10("euler", "linear", new FixedSteps(10), 1),
  HEUN_10_GUIDED("heun", "linear", new FixedSteps(10), 2.5),
  BOSH3_8("bosh3", "linear", new FixedSteps(8), 1),
  EULER_40("euler", "linear", new FixedSteps(40), 1),
  ADAPTIVE_AB2("ab2", "linear", new AdaptiveSteps(0.05, 3, 30), 1),
  ADAPTIVE_AB2_FINE_GUIDED("ab2", "linear", new AdaptiveSteps(0.02, 3, 40), 2.5),
  ADAPTIVE_BOSH3("bosh3", "linear", new AdaptiveSteps(0.05, 4, 60), 1);

  private final String solver;
  private final String schedule;
  private final Object steps;
  private final double guidance;

  DemoGroup(String solver, String schedule, Object steps, double guidance) {
    this.solver = solver;
    this.schedule = schedule;
    this.steps = steps;
    this.guidance = guidance;
  }

  /** What it asks for, for people. */
  String heading() {
    return solver + ", " + asked() + (guidance > 1 ? ", guidance " + guidance : "");
  }

  /** The steps asked for. */
  String asked() {
    return switch (steps) {
      case FixedSteps fixed -> fixed.getCount() + " steps";
      case AdaptiveSteps adaptive -> "tolerance " + adaptive.getTolerance();
      default -> throw new IllegalStateException("no steps: " + steps);
    };
  }

  GenerationRequest request(String id, String model, Motifs motifs, int motif, long seed) {
    return motifs
        .ask(GenerationRequest.newBuilder(), motif)
        .setId(id)
        .setModel(model)
        .setSeed(seed)
        .setSolver(solver)
        .setSchedule(schedule)
        .setSteps(steps)
        .setGuidance(guidance)
        .build();
  }
}

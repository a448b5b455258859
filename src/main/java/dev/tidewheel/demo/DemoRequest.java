package dev.tidewheel.demo;

import dev.tidewheel.avro.GenerationRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * One request of the demo.
 *
 * @param group how it is sampled
 * @param classLabel what it shows
 * @param request the record to send
 */
public record DemoRequest(DemoGroup group, int classLabel, GenerationRequest request) {

  /** Requests that go round the groups, and with each round to the next class. */
  static List<DemoRequest> plan(String model, int classes, int count) {
    List<DemoRequest> plan = new ArrayList<>();
    DemoGroup[] groups = DemoGroup.values();
    for (int i = 0; i < count; i++) {
      DemoGroup group = groups[i % groups.length];
      int round = i / groups.length;
      int classLabel = round % classes;
      // The same class has the same seed in every group, so that rows can be compared.
      long seed = 100 + round;
      String id = "demo-%03d".formatted(i);
      plan.add(new DemoRequest(group, classLabel, group.request(id, model, classLabel, seed)));
    }
    return plan;
  }
}

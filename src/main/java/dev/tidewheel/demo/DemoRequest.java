package dev.tidewheel.demo;

import dev.tidewheel.avro.GenerationRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * One request of the demo.
 *
 * @param group how it is sampled
 * @param motif which of the motifs it shows
 * @param request the record to send
 */
public record DemoRequest(DemoGroup group, int motif, GenerationRequest request) {

  /** Requests that go round the groups, and with each round to the next motif. */
  static List<DemoRequest> plan(String model, Motifs motifs, int count) {
    List<DemoRequest> plan = new ArrayList<>();
    DemoGroup[] groups = DemoGroup.values();
    for (int i = 0; i < count; i++) {
      DemoGroup group = groups[i % groups.length];
      int round = i / groups.length;
      int motif = round % motifs.names().size();
      // The same motif has the same seed in every group, so that rows can be compared.
      long seed = 100 + round;
      String id = "demo-%03d".formatted(i);
      plan.add(new DemoRequest(group, motif, group.request(id, model, motifs, motif, seed)));
    }
    return plan;
  }
}

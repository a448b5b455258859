package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int SLOTS = 8;

  private final List<Ending> failures = new ArrayList<>();

  @Test
  void roomThatWasFoundToBeLessIsNeverThoughtToBeMoreAgain() {
    Network device = new SmallDevice(4);
    List<Sketch> sketches = new ArrayList<>(sketches(4, 3)); // guided
    sketches.addAll(sketches(3, 1));
    try (Crew crew = new Crew(1)) {
      Sampler sampler = sampler(device, crew, OperatorThreads.fixed(crew));

      assertThat(sampled(sampler, device, sketches)).hasSize(7);

      // Three images at once had no room: as many rows as six that are not guided.
      assertThat(sampler.largest()).isEqualTo(1);
    }
  }

  @Test
  void roomIsThatForTheImagesOfAllThreads() {
    Network device = new SmallDevice(3);
    try (Crew crew = new Crew(2)) {
      Sampler sampler = sampler(device, crew, OperatorThreads.fixed(crew));

      assertThat(sampled(sampler, device, sketches(8, 1))).hasSize(8);
      assertThat(sampler.largest()).isEqualTo(4);
    }
  }

  @Test
  void imagesThatFindNoRoomBesideEachOtherAreTriedAlone() {
    Network device = new BusyDevice(2);
    try (Crew crew = new Crew(2)) {
      Sampler sampler = sampler(device, crew, OperatorThreads.fixed(crew));

      assertThat(sampled(sampler, device, sketches(2, 1))).hasSize(2);
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void anEvaluationThatFailedDecidesNothingAboutThreads() {
    LinearNetwork network = new LinearNetwork();
    var load = new OperatorThreads.Load(1, 1);
    try (Crew crew = new Crew(4)) {
      OperatorThreads operators = OperatorThreads.measured(crew);
      int before = operators.each(load);
      Sampler sampler = sampler(network, crew, operators);
      Sketch bomb = new Sketch("bomb").label(LinearNetwork.BOMB);

      assertThat(sampled(sampler, network, List.of(bomb))).isEmpty();
      assertThat(failures).hasSize(1);
      assertThat(operators.each(load)).as("still the first trial").isEqualTo(before);

      assertThat(sampled(sampler, network, sketches(1, 1))).hasSize(1);
      assertThat(operators.each(load)).as("the second trial").isNotEqualTo(before);
    }
  }

  private Sampler sampler(Network network, Crew crew, OperatorThreads operators) {
    return new Sampler(network, SLOTS, crew, operators, (image, ending) -> failures.add(ending));
  }

  private static List<Sketch> sketches(int count, double guidance) {
    List<Sketch> sketches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var sampling = Sketch.sampling("euler", new Steps.Fixed(4), guidance);
      sketches.add(new Sketch("r" + i).with(sampling));
    }
    return sketches;
  }

  /** One evaluation of each; gives those that succeeded. */
  private static List<TickReport.ImageReport> sampled(
      Sampler sampler, Network network, List<Sketch> sketches) {
    try (Slab slab = new Slab(new Slab.Layout(network, Sketch.SHAPE, 0), SLOTS)) {
      List<Active> images = new ArrayList<>();
      for (int slot = 0; slot < sketches.size(); slot++) {
        Drawing drawing = sketches.get(slot).on(network);
        var noise = new NoiseStream(drawing.seed());
        images.add(new Active(drawing, slot, drawing.sampling().start(), noise));
      }
      Tick tick = new Tick(1, 0);
      sampler.sample(slab, images, tick);
      return tick.report(network.name(), SLOTS).images();
    }
  }

  /** Has no room for the first few evaluations. */
  private static final class BusyDevice extends LinearNetwork {
    private final AtomicInteger refusals;

    BusyDevice(int refusals) {
      this.refusals = new AtomicInteger(refusals);
    }

    @Override
    public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
      if (refusals.getAndDecrement() > 0) {
        throw new EngineException("CUDA out of memory");
      }
      return super.forward(latents, times, labels, texts);
    }
  }
}

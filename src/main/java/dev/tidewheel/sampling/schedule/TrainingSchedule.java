package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Shaping;
import dev.tidewheel.sampling.Stop;
import dev.tidewheel.sampling.path.DiscretePath;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Training times of the network's own path, as diffusers' schedulers for diffusion pick them.
 *
 * <p>On a path without a table, times are picked as if it had a thousand.
 *
 * @param name its name
 * @param spacing which times are visited
 * @param offset what is added to those of the leading spacing
 * @param strides whether a step leads a fixed number of times down, as DDIM and PNDM have it; or
 *     else to the next time that is visited
 * @param endsAtFirst whether the way ends at the noise of training time 0; or else without noise
 */
public record TrainingSchedule(
    String name, TimestepSpacing spacing, int offset, boolean strides, boolean endsAtFirst)
    implements Schedule {
  private static final int USUAL_SIZE = 1000;

  /** The schedule that people ask for by the name of its spacing. */
  public static TrainingSchedule of(TimestepSpacing spacing) {
    String name = spacing.name().toLowerCase(Locale.ROOT);
    return new TrainingSchedule(name, spacing, 0, /* strides= */ false, /* endsAtFirst= */ false);
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    int size = model.path() instanceof DiscretePath path ? path.table().size() : USUAL_SIZE;
    if (steps > size) {
      throw new IllegalArgumentException(
          "%d steps are more than the %d training times of the model".formatted(steps, size));
    }
    return new Layout(model, size, endsAtFirst)
        .grid(times(steps, size), strides ? size / steps : 0);
  }

  private double[] times(int steps, int size) {
    double[] times = TimestepSpacing.rounded(spacing.times(steps, size));
    if (spacing == TimestepSpacing.LEADING) {
      for (int i = 0; i < times.length; i++) {
        times[i] += offset;
      }
    }
    if (times[0] >= size) {
      throw new IllegalArgumentException(
          "steps_offset %d lays %d steps beyond the %d training times of the model"
              .formatted(offset, steps, size));
    }
    return times;
  }

  /**
   * From training times to a grid.
   *
   * @param model the network
   * @param size number of training times
   * @param endsAtFirst whether the way ends at the noise of training time 0
   */
  record Layout(Parametrisation model, int size, boolean endsAtFirst) {
    /**
     * The grid.
     *
     * @param times the training times that are visited, falling
     * @param stride how many times down a step leads; 0 for the next that is visited
     */
    Grid grid(double[] times, int stride) {
      Flow flow = Flow.along(model.path(), model);
      List<Stop> stops = new ArrayList<>();
      List<Place> landings = new ArrayList<>();
      for (int i = 0; i < times.length; i++) {
        stops.add(flow.stopAt(pathTime(times[i])));
        boolean last = i == times.length - 1;
        double next = stride > 0 ? times[i] - stride : last ? -1 : times[i + 1];
        landings.add(next >= 0 ? model.path().at(pathTime(next)) : end(next));
      }
      requireReadable(stops.getFirst());
      stops.add(new Stop(landings.getLast(), stops.getLast().networkTime()));
      return new Grid(model.path(), stops, landings, flow.startScale(stops.getFirst()));
    }

    private Place end(double time) {
      Place last = model.path().at(pathTime(0));
      double end = model.path() instanceof DiscretePath ? time : model.path().end();
      return new Place(end, endsAtFirst ? last.level() : Level.DATA, last.slope());
    }

    private double pathTime(double time) {
      return model.path() instanceof DiscretePath
          ? time
          : model.path().end() + (model.path().start() - model.path().end()) * (time + 1) / size;
    }

    private void requireReadable(Stop first) {
      if (first.level().data() == 0
          && !model.prediction().seesDataInNoise()
          && model.path() instanceof DiscretePath
          && !(model.bounds().orElse(null) instanceof Shaping.Clip)) {
        throw new IllegalArgumentException(
            "rescale_betas_zero_snr leaves nothing of the data at the first step, where a network"
                + " with prediction_type epsilon says nothing of it");
      }
    }
  }
}

package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Stop;
import dev.tidewheel.sampling.path.DiscretePath;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;
import dev.tidewheel.sampling.path.ProbabilityPath;
import dev.tidewheel.sampling.path.RectifiedPath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Grids of diffusers' multistep schedulers: levels in floats, and the network is told whole times,
 * however the stop lies between them.
 */
final class WholeTimes {
  private WholeTimes() {}

  /**
   * A grid on a path of diffusion.
   *
   * @param sigmas noise for a unit of data, one more than there are times
   * @param told what the network is told; the fraction is cut off
   */
  static Grid diffusion(DiscretePath path, double[] sigmas, double[] told, Parametrisation model) {
    return grid(path, sigmas, told, model, sigma -> place(path, Level.ofRatio(sigma)));
  }

  /**
   * A grid on the rectified path.
   *
   * @param sigmas shares of noise, one more than there are times
   * @param told what the network is told; the fraction is cut off
   */
  static Grid flow(double[] sigmas, double[] told, Parametrisation model) {
    RectifiedPath path = RectifiedPath.INSTANCE;
    return grid(path, sigmas, told, model, path::at);
  }

  private static Place place(DiscretePath path, Level level) {
    Place near = path.at(path.timeOf(level));
    return new Place(near.time(), level, near.slope());
  }

  private static Grid grid(
      ProbabilityPath path,
      double[] sigmas,
      double[] told,
      Parametrisation model,
      DoubleFunction<Place> place) {
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < sigmas.length; i++) {
      double time = i < told.length ? (long) told[i] : 0;
      stops.add(new Stop(place.apply((float) sigmas[i]), model.clock().tellable(time)));
    }
    return new Grid(path, stops, 1);
  }
}

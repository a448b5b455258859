package dev.tidewheel.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** A network whose output is {@code x time + label}; labels below 0 make trouble. */
class LinearNetwork implements Network {
  /** A label at which the output is not a number. */
  static final double POISON = -1;

  /** A label at which the output is not a number in the second half of the way. */
  static final double LATE_POISON = -3;

  /** A label at which the whole batch fails. */
  static final double BOMB = -2;

  final List<Long> batches = new ArrayList<>();

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
    long n = labels.size();
    synchronized (batches) {
      batches.add(n);
    }
    float[] values = labels.toFloatArray();
    float[] at = times.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == BOMB) {
        throw new EngineException("the bomb went off in a batch of " + n);
      }
      boolean late = values[i] == LATE_POISON && at[i] < 0.5;
      values[i] = values[i] == POISON || late ? Float.NaN : values[i];
    }
    Shape column = new Shape(n, 1, 1, 1);
    NDArray label = latents.getManager().create(values, column);
    return latents.mul(times.reshape(column)).add(label);
  }

  /** The same in doubles. */
  static double[] exact(double sigma, double[] x, double label) {
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i] * sigma + label;
    }
    return out;
  }
}

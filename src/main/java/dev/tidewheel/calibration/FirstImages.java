package dev.tidewheel.calibration;

import java.util.Arrays;

/**
 * The first few images of a field: long ways need fewer of them.
 *
 * @param field the whole
 * @param images how many
 */
record FirstImages(VelocityField field, int images) implements VelocityField {
  @Override
  public double[][] start() {
    return Arrays.copyOf(field.start(), images);
  }

  @Override
  public double first() {
    return field.first();
  }

  @Override
  public boolean guided() {
    return field.guided();
  }

  @Override
  public Velocities at(double share, double[][] states, int[] images) {
    return field.at(share, states, images);
  }
}

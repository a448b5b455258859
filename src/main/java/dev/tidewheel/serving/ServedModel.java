package dev.tidewheel.serving;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.tidewheel.admission.Offer;
import dev.tidewheel.admission.Order;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.Network;
import dev.tidewheel.model.ClassLabels;
import dev.tidewheel.model.LoadedModel;
import dev.tidewheel.model.ModelDescription;
import dev.tidewheel.model.ModelFolder;
import java.util.Optional;

/** A loaded model as admission and the engine see it. */
public final class ServedModel implements Network, AutoCloseable {
  private final LoadedModel model;
  private final Device device;
  private final Offer offer;

  private ServedModel(LoadedModel model, Device device, Offer offer) {
    this.model = model;
    this.device = device;
    this.offer = offer;
  }

  /**
   * Loads a model onto a device.
   *
   * @param name the name by which requests ask for it
   * @param folder where it comes from
   * @param device where it runs
   */
  public static ServedModel load(String name, ModelFolder folder, Device device) {
    return new ServedModel(
        LoadedModel.load(name, folder, device), device, Offers.calibrated(name, folder));
  }

  /** Loads a model, and leaves the calibration beside it unread. */
  public static ServedModel uncalibrated(String name, ModelFolder folder, Device device) {
    return new ServedModel(
        LoadedModel.load(name, folder, device), device, Offers.of(name, folder.description()));
  }

  /** What it can draw. */
  public Offer offer() {
    return offer;
  }

  /** Shape of the state of a picture. */
  public ImageShape latents(int width, int height) {
    return new ImageShape(description().channels(), height, width);
  }

  /**
   * One picture of an order.
   *
   * @param requestId the request that it belongs to
   * @param index which of the order's pictures
   * @param deadline when it stops being of use, on {@link System#nanoTime}'s clock
   * @param listener who hears of it
   */
  public Drawing drawing(
      String requestId,
      int index,
      Order order,
      Optional<Long> deadline,
      Drawing.Listener listener) {
    return new Drawing(
        requestId,
        index,
        this,
        latents(order.width(), order.height()),
        order.seed() + index,
        new Drawing.Labels(order.label(), order.noLabel()),
        Optional.empty(),
        order.sampling(),
        deadline,
        listener);
  }

  /** What its folder says. */
  public ModelDescription description() {
    return model.description();
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
    return switch (description().classes()) {
      case ClassLabels.None() -> model.forward(latents, times, null);
      case ClassLabels.Table _ ->
          model.forward(latents, times, labels.toType(DataType.INT64, false));
      case ClassLabels.Number _ -> model.forward(latents, times, labels);
    };
  }

  @Override
  public void close() {
    model.close();
  }
}

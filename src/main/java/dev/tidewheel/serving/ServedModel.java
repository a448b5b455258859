package dev.tidewheel.serving;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tidewheel.admission.Offer;
import dev.tidewheel.admission.Order;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.LatentDecoder;
import dev.tidewheel.engine.LatentEncoder;
import dev.tidewheel.engine.Network;
import dev.tidewheel.engine.Prompt;
import dev.tidewheel.engine.TextReader;
import dev.tidewheel.image.Picture;
import dev.tidewheel.model.LoadedModel;
import dev.tidewheel.model.ModelDescription;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.pipeline.Frame;
import dev.tidewheel.model.pipeline.Precision;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

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
    return load(name, folder, device, new Precision.Choice.Auto());
  }

  /** Loads a model that computes in a chosen type of numbers. */
  public static ServedModel load(
      String name, ModelFolder folder, Device device, Precision.Choice precision) {
    return new ServedModel(
        LoadedModel.load(name, folder, device, precision), device, Offers.calibrated(name, folder));
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
    Frame frame = description().frame();
    return new ImageShape(frame.channels(), height / frame.factor(), width / frame.factor());
  }

  /**
   * Takes an order.
   *
   * @param source the picture that its pictures begin with, of the order's size
   */
  public Commission commission(Order order, Optional<Picture> source) {
    return new Commission(this, order, source);
  }

  /** What its folder says. */
  public ModelDescription description() {
    return model.description();
  }

  /** Bytes that its weights take on the device, by the type that they are in. */
  public SortedMap<Precision, Long> weightBytes() {
    return model.pipeline().weightBytes();
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
    return model.pipeline().forward(latents, times, labels, texts);
  }

  @Override
  public Optional<TextReader> reader() {
    return description().blueprint().text().map(plan -> this::read);
  }

  private NDArray read(List<Prompt> prompts, NDManager results) {
    return model
        .pipeline()
        .read(
            prompts.stream().map(ServedPrompt.class::cast).map(ServedPrompt::tokens).toList(),
            results);
  }

  @Override
  public Optional<LatentDecoder> decoder() {
    return description().blueprint().autoencoder().map(vae -> model.pipeline()::decode);
  }

  @Override
  public Optional<LatentEncoder> encoder() {
    return description().blueprint().autoencoder().map(vae -> model.pipeline()::encode);
  }

  @Override
  public void close() {
    model.close();
  }
}

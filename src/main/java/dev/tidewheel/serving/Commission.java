package dev.tidewheel.serving;

import dev.tidewheel.admission.Order;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.image.Picture;
import java.util.List;
import java.util.Optional;

/** An order that a model draws: its words are made tokens once, for all its pictures. */
public final class Commission {
  private final ServedModel model;
  private final Order order;
  private final Optional<Wordings> wordings;
  private final Optional<Drawing.Source> source;

  Commission(ServedModel model, Order order, Optional<Picture> source) {
    this.model = model;
    this.order = order;
    this.wordings =
        model
            .description()
            .blueprint()
            .text()
            .flatMap(plan -> order.wording().map(words -> Wordings.of(words, plan)));
    this.source = source.map(Commission::source);
  }

  private static Drawing.Source source(Picture picture) {
    return new Drawing.Source(
        new ImageShape(picture.channels(), picture.height(), picture.width()), picture.pixels());
  }

  /** What the text encoders leave out of its prompts, a sentence each. */
  public List<String> cuts() {
    return wordings.map(Wordings::cuts).orElse(List.of());
  }

  /**
   * One of its pictures.
   *
   * @param requestId the request that it belongs to
   * @param index which of the order's pictures
   * @param deadline when it stops being of use, on {@link System#nanoTime}'s clock
   * @param listener who hears of it
   */
  public Drawing drawing(
      String requestId, int index, Optional<Long> deadline, Drawing.Listener listener) {
    return new Drawing(
        requestId,
        index,
        model,
        model.latents(order.width(), order.height()),
        order.seed() + index,
        new Drawing.Labels(order.told().number(), order.told().numberWithout()),
        wordings.map(Wordings::prompts),
        source,
        order.sampling(),
        deadline,
        listener);
  }
}

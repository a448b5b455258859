package dev.tidewheel.client;

import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;

/** Hears the answers to requests as they come. Called on the thread that reads them: be short. */
public interface AnswerListener {

  /** A listener that does nothing. */
  AnswerListener NONE = new AnswerListener() {};

  /**
   * Hears an event, the last one included.
   *
   * @param event what happened
   */
  default void event(RequestEvent event) {}

  /**
   * Hears of a picture, once for each index.
   *
   * @param image the picture
   */
  default void image(ImageResult image) {}
}

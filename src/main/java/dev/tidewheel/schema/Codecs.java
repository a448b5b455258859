package dev.tidewheel.schema;

import dev.tidewheel.avro.Cancellation;
import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import java.util.List;

/** The codec of each topic's records. */
public final class Codecs {
  private static final SchemaBook BOOK =
      SchemaBook.withReleasesOf(
          List.of(
              GenerationRequest.getClassSchema(),
              ImageResult.getClassSchema(),
              StepMetrics.getClassSchema(),
              RequestEvent.getClassSchema(),
              Cancellation.getClassSchema(),
              DeadLetter.getClassSchema()));

  /** What is asked. */
  public static final Codec<GenerationRequest> REQUEST = new Codec<>(GenerationRequest.class, BOOK);

  /** What was drawn. */
  public static final Codec<ImageResult> RESULT = new Codec<>(ImageResult.class, BOOK);

  /** How a tick went. */
  public static final Codec<StepMetrics> STEPS = new Codec<>(StepMetrics.class, BOOK);

  /** A turn in a request's life. */
  public static final Codec<RequestEvent> EVENT = new Codec<>(RequestEvent.class, BOOK);

  /** A wish to stop a request. */
  public static final Codec<Cancellation> CANCELLATION = new Codec<>(Cancellation.class, BOOK);

  /** What cannot be answered. */
  public static final Codec<DeadLetter> DEAD_LETTER = new Codec<>(DeadLetter.class, BOOK);

  private Codecs() {}
}

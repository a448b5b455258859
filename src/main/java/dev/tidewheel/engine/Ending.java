package dev.tidewheel.engine;

import java.util.List;

/** How an image ended. */
public sealed interface Ending {
  /**
   * It was drawn.
   *
   * @param pixels height x width x channels, 0 to 255
   * @param shape the shape of the pixels
   * @param trace its evaluations, in order
   * @param times when it went through the engine
   */
  record Drawn(byte[] pixels, ImageShape shape, List<TracePoint> trace, Times times)
      implements Ending {}

  /**
   * It cannot be drawn, and would not be if it were tried again.
   *
   * @param reason what happened
   */
  record Failed(String reason) implements Ending {}

  /** Its deadline passed. */
  record Expired() implements Ending {}

  /** It was taken back by {@link Engine#withdraw} or by the engine's end. */
  record Withdrawn() implements Ending {}

  /**
   * Moments on {@link System#nanoTime}'s clock.
   *
   * @param firstTick when its first tick began
   * @param lastTick when its last tick ended
   * @param decoded when its pixels were there
   * @param readingNanos time in which its prompts were read and the picture that it begins with was
   *     encoded, before the first tick; 0 where neither had to be done
   */
  record Times(long firstTick, long lastTick, long decoded, long readingNanos) {}
}

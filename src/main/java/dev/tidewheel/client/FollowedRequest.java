package dev.tidewheel.client;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what comes for one request. Redelivery may bring pictures and endings twice: the first in
 * the log counts.
 */
final class FollowedRequest {
  private final AnswerListener listener;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final Map<Integer, ImageResult> images = new TreeMap<>();
  private @Nullable RequestEvent end;

  FollowedRequest(AnswerListener listener) {
    this.listener = listener;
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  synchronized void take(ImageResult image) {
    if (!outcome.isDone() && images.putIfAbsent(image.getIndex(), image) == null) {
      listener.image(image);
      finishIfWhole();
    }
  }

  /** Takes an event and says whether it ended the request. */
  synchronized boolean take(RequestEvent event) {
    if (end != null) {
      return false;
    }
    listener.event(event);
    if (!ends(event.getKind())) {
      return false;
    }
    end = event;
    finishIfWhole();
    return true;
  }

  /** Finishes an ended request with the pictures that are there. */
  synchronized void finish() {
    if (end != null) {
      outcome.complete(new Outcome(end, new ArrayList<>(images.values())));
    }
  }

  private void finishIfWhole() {
    if (end != null && images.size() >= end.getImages()) {
      finish();
    }
  }

  private static boolean ends(EventKind kind) {
    return switch (kind) {
      case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUSED -> true;
      case ACCEPTED, STARTED, PROGRESS, UNKNOWN -> false;
    };
  }
}

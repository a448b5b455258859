package dev.tidewheel.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What a request gets.
 *
 * @param status HTTP status
 * @param contentType type of the body
 * @param body the body
 */
record Answer(int status, String contentType, String body) {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  static Answer json(int status, JsonObject body) {
    return new Answer(status, "application/json", body.encode());
  }

  static Answer error(int status, String message) {
    return json(status, new JsonObject().put("error", message));
  }

  static Answer metrics(String text) {
    return new Answer(200, PROMETHEUS, text);
  }

  static Answer of(Health health) {
    return switch (health) {
      case Health.Up _ -> json(200, new JsonObject().put("status", "up"));
      case Health.Down down ->
          json(
              503,
              new JsonObject().put("status", "down").put("reasons", new JsonArray(down.reasons())));
    };
  }
}

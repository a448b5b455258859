package dev.tidewheel.gateway;

import static java.util.Objects.requireNonNullElse;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
public final class HttpVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(HttpVerticle.class);
  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final String host;
  private final int port;
  private final Map<String, Supplier<Answer>> routes;
  private @Nullable HttpServer server;

  /**
   * A server, not yet listening.
   *
   * @param host address to listen on
   * @param port port to listen on; 0 takes a free one
   * @param live whether the process should go on
   * @param ready whether it takes work
   * @param metrics Prometheus' text
   */
  public HttpVerticle(
      String host,
      int port,
      Supplier<Health> live,
      Supplier<Health> ready,
      Supplier<String> metrics) {
    this.host = host;
    this.port = port;
    this.routes =
        Map.of(
            "/health/live", () -> Answer.of(live.get()),
            "/health/ready", () -> Answer.of(ready.get()),
            "/metrics", () -> Answer.metrics(metrics.get()));
  }

  @Override
  public Future<?> start() {
    HttpServer starting = vertx.createHttpServer().requestHandler(this::handle);
    server = starting;
    return starting.listen(port, host).recover(this::explain);
  }

  private Future<HttpServer> explain(Throwable cause) {
    String message =
        "cannot listen on %s:%d (%s): set http.host and http.port, or http.port to 0 for a free one"
            .formatted(host, port, cause.getMessage());
    return Future.failedFuture(new IOException(message, cause));
  }

  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.close();
  }

  /** The port it listens on, once it is deployed. */
  public int port() {
    return server == null ? port : server.actualPort();
  }

  private void handle(HttpServerRequest request) {
    vertx
        .executeBlocking(
            () -> answer(request.method(), requireNonNullElse(request.path(), "")), false)
        .recover(
            failure -> {
              LOGGER.error("GET {} failed", request.path(), failure);
              return Future.succeededFuture(Answer.error(500, "failed; the worker's log says why"));
            })
        .compose(answer -> send(request, answer))
        .onFailure(failure -> LOGGER.debug("the client of {} has gone", request.path(), failure));
  }

  private Answer answer(HttpMethod method, String path) {
    Supplier<Answer> route = routes.get(path);
    if (route == null) {
      return Answer.error(404, "nothing here; there is " + new TreeMap<>(routes).keySet());
    }
    return METHODS.contains(method) ? route.get() : Answer.error(405, "only GET and HEAD");
  }

  private static Future<Void> send(HttpServerRequest request, Answer answer) {
    var response =
        request
            .response()
            .setStatusCode(answer.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
    if (answer.status() == 405) {
      response.putHeader(HttpHeaders.ALLOW, "GET, HEAD");
    }
    return response.end(answer.body());
  }
}

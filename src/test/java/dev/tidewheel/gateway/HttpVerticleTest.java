package dev.tidewheel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Health ready = new Health.Up();
  private final HttpVerticle verticle =
      new HttpVerticle("127.0.0.1", 0, Health.Up::new, () -> ready, () -> "metric 1.0\n");

  @BeforeEach
  void deploy() throws Exception {
    vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void saysThatItIsUp() throws Exception {
    HttpResponse<String> response = request("GET", "/health/live");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body()).isEqualTo("{\"status\":\"up\"}");
  }

  @Test
  void saysWhyItIsNotReady() throws Exception {
    ready = Health.of(List.of("the broker is away", "draining"));

    HttpResponse<String> response = request("GET", "/health/ready");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body())
        .isEqualTo("{\"status\":\"down\",\"reasons\":[\"the broker is away\",\"draining\"]}");
    assertThat(Health.of(List.of())).isEqualTo(new Health.Up());
  }

  @Test
  void servesMetrics() throws Exception {
    HttpResponse<String> response = request("GET", "/metrics");

    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(response.body()).isEqualTo("metric 1.0\n");
    assertThat(request("HEAD", "/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void answersWrongRequestsInJson() throws Exception {
    assertThat(request("GET", "/healthz"))
        .satisfies(response -> assertThat(response.statusCode()).isEqualTo(404))
        .satisfies(response -> assertThat(response.body()).contains("/health/ready"));
    assertThat(request("POST", "/metrics"))
        .satisfies(response -> assertThat(response.statusCode()).isEqualTo(405))
        .satisfies(
            response -> assertThat(response.headers().firstValue("allow")).contains("GET, HEAD"));
  }

  @Test
  void saysWhatToSetWhereThePortIsTaken() {
    HttpVerticle second =
        new HttpVerticle("127.0.0.1", verticle.port(), Health.Up::new, Health.Up::new, () -> "");

    assertThatThrownBy(() -> vertx.deployVerticle(second).await(10, TimeUnit.SECONDS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("set http.host and http.port");
  }

  private HttpResponse<String> request(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + verticle.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}

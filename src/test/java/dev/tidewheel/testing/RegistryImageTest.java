package dev.tidewheel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.shaded.com.github.dockerjava.core.DefaultDockerClientConfig;
import org.testcontainers.shaded.com.github.dockerjava.core.DockerClientImpl;

/** Against a Docker that is played by an HTTP server. */
@Timeout(30)
class RegistryImageTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer docker;

  /** What Docker does with a question. */
  private interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    docker = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    docker.setExecutor(threads);
    docker.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    docker.stop(0);
    threads.close();
  }

  @Test
  void nothingStandsInTheWayOfAnImageThatIsThere() {
    play(answer(200, "{\"Id\": \"sha256:1\"}"), answer(500, "{}"));
    assertThat(obstacle()).isEmpty();
  }

  @Test
  void pullsAnImageThatIsNotThere() {
    play(
        answer(404, "{}"),
        answer(200, "{\"status\":\"Status: Downloaded newer image for a/b:1\"}\n"));
    assertThat(obstacle()).isEmpty();
  }

  @Test
  void doesNotWaitLongForARegistryThatIsSilent() {
    play(answer(404, "{}"), exchange -> awaitEnd());
    assertThat(obstacle())
        .contains("the image a/b:1 is not here and no registry answered in 0.3 s");
  }

  @Test
  void saysWhyARegistryRefuses() {
    play(answer(404, "{}"), answer(500, "{\"message\":\"no such host\"}"));
    assertThat(obstacle())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith("the image a/b:1 is not here and cannot be pulled")
                    .contains("no such host"));
  }

  private void play(Reply inspection, Reply pull) {
    docker.createContext(
        "/",
        exchange -> {
          try (exchange) {
            boolean pulls = exchange.getRequestURI().getPath().endsWith("/images/create");
            (pulls ? pull : inspection).to(exchange);
          }
        });
  }

  private static Reply answer(int status, String json) {
    return exchange -> {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    };
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> obstacle() {
    var address = URI.create("tcp://localhost:" + docker.getAddress().getPort());
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var transport = new ZerodepDockerHttpClient.Builder().dockerHost(address).build();
    try (DockerClient client = DockerClientImpl.getInstance(config, transport)) {
      return new RegistryImage("a/b:1").obstacle(client, PATIENCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.tidewheel.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * An image that Docker has or pulls. Docker and Testcontainers wait and try again for minutes where
 * no registry answers; here a registry has seconds to begin, and then all the time it needs.
 *
 * @param name repository, with a tag
 */
record RegistryImage(String name) {

  /**
   * Makes sure that Docker has the image.
   *
   * @param patience how long the registry may take to begin
   * @return why it cannot be had; empty where it is there
   */
  Optional<String> obstacle(Duration patience) {
    TransportConfig transport;
    try {
      transport = DockerClientFactory.instance().getTransportConfig();
    } catch (RuntimeException e) {
      return Optional.of("there is no Docker");
    }
    try (DockerClient docker = DockerClientProviderStrategy.getClientForConfig(transport)) {
      return obstacle(docker, patience);
    } catch (IOException | RuntimeException e) {
      return Optional.of("Docker does not answer (" + e.getMessage() + ")");
    }
  }

  Optional<String> obstacle(DockerClient docker, Duration patience) {
    return isThere(docker) ? Optional.empty() : pull(docker, patience);
  }

  private boolean isThere(DockerClient docker) {
    try {
      docker.inspectImageCmd(name).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private Optional<String> pull(DockerClient docker, Duration patience) {
    try (Pull pull = docker.pullImageCmd(name).exec(new Pull())) {
      pull.begun.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      pull.awaitCompletion();
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of(
          "the image %s is not here and no registry answered in %s s"
              .formatted(name, patience.toMillis() / 1000.0));
    } catch (ExecutionException e) {
      return Optional.of(
          "the image %s is not here and cannot be pulled (%s)".formatted(name, message(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the tests were interrupted");
    } catch (IOException | RuntimeException e) {
      return Optional.of("the image %s cannot be pulled (%s)".formatted(name, e.getMessage()));
    }
  }

  private static String message(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).strip();
  }

  /** A pull that says when the registry has begun to answer, or why it never will. */
  private static final class Pull extends PullImageResultCallback {
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      begun.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
      if (!begun.completeExceptionally(failure)) {
        super.onError(failure);
      }
    }
  }
}

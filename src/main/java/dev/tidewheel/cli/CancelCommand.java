package dev.tidewheel.cli;

import dev.tidewheel.client.TidewheelClient;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks workers to stop requests. */
@Command(
    name = "cancel",
    description = "Ask workers to stop requests; it takes effect between two steps.")
final class CancelCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of the requests.")
  private List<String> ids = List.of();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes to the last event.")
  private @Nullable String reason;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Override
  public Integer call() throws InterruptedException {
    WorkerConfig config = kafka.loadAndReach();
    try (TidewheelClient client =
        new TidewheelClient(WorkerSettings.client(config), WorkerSettings.topics(config))) {
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      for (String id : ids) {
        sent.add(client.cancel(id, reason));
        Sending.awaitFirst(sent, config);
      }
      Sending.awaitAll(sent, config);
    }
    return ExitCodes.OK;
  }
}

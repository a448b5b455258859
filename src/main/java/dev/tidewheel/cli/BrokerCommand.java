package dev.tidewheel.cli;

import dev.tidewheel.broker.BrokerSettings;
import dev.tidewheel.broker.EmbeddedBroker;
import dev.tidewheel.broker.Finding;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.broker.Topics;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.worker.WorkerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a Kafka until it is told to stop. */
@Command(
    name = "broker",
    description = "Run a Kafka on this machine, with the topics made, until Ctrl-C or SIGTERM.")
final class BrokerCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "9092",
      description = "Port on localhost; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "out/broker",
      description = "Where the log lies; it is kept (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("");

  @Option(names = "--json", description = "Say as JSON where it listens.")
  private boolean json;

  /**
   * What scripts want to know.
   *
   * @param bootstrap where clients find it
   * @param data where the log lies
   */
  record Listening(String bootstrap, String data) {}

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw Failure.ofUsage("--port is %d; a port is 1 to 65535, or 0".formatted(port));
    }
    TopicPlan plan = WorkerSettings.plan(Settings.load(Optional.empty(), Map.of()).config());
    Console console = Console.ofProcess();
    StopSignal stop = StopSignal.install();
    console.err().println("starting Kafka");
    try (EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(port, data))) {
      makeTopics(broker, plan);
      if (json) {
        console.json(new Listening(broker.bootstrap(), data.toString()));
      } else {
        console.out().printf("Kafka listens at %s; Ctrl-C stops it.%n", broker.bootstrap());
      }
      stop.await();
      return ExitCodes.OK;
    }
  }

  private static void makeTopics(EmbeddedBroker broker, TopicPlan plan) {
    ClientProperties client = ClientProperties.plain(broker.bootstrap());
    List<Finding> problems = Topics.create(client, plan, Findings.PATIENCE).problems();
    if (!problems.isEmpty()) {
      throw Findings.failure("the topics cannot be made:", problems);
    }
  }
}

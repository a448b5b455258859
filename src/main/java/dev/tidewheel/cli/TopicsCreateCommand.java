package dev.tidewheel.cli;

import dev.tidewheel.broker.Finding;
import dev.tidewheel.broker.Preflight;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.broker.Topics;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the topics that are missing, sets up the share group, and says what else is wrong. */
@Command(
    name = "create",
    description =
        "Make the topics that are missing and set up the share group; what exists stays as it is.")
final class TopicsCreateCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Partitions of results, steps and events. Requests have one: it lets any free worker take"
              + " the next request.")
  private @Nullable Integer partitions;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "Copies of each partition (default: as the broker is set).")
  private @Nullable Short replicas;

  @Option(names = "--json", description = "Say as JSON what was done.")
  private boolean json;

  @Override
  public Integer call() {
    checkOptions();
    WorkerConfig config = kafka.loadAndReach();
    ClientProperties client = WorkerSettings.client(config);
    TopicPlan plan = plan(config);
    Topics.Creation creation = Topics.create(client, plan, Findings.PATIENCE);
    List<Finding> findings = new ArrayList<>(creation.problems());
    if (findings.isEmpty()) {
      findings.addAll(Preflight.check(client, plan, Findings.PATIENCE));
    }
    print(Console.ofProcess(), creation, findings);
    return Findings.hasErrors(findings) ? ExitCodes.ENVIRONMENT : ExitCodes.OK;
  }

  private void checkOptions() {
    List<String> problems = new ArrayList<>();
    if (partitions != null) {
      Least.of(1, "--partitions", partitions, problems);
    }
    if (replicas != null) {
      Least.of(1, "--replicas", replicas, problems);
    }
    if (!problems.isEmpty()) {
      throw Failure.ofUsage("nothing can be made:", problems);
    }
  }

  private TopicPlan plan(WorkerConfig config) {
    TopicPlan usual = WorkerSettings.plan(config);
    return new TopicPlan(
        usual.names(),
        usual.group(),
        usual.requestPartitions(),
        partitions == null ? usual.partitions() : partitions,
        Optional.ofNullable(replicas),
        usual.lock(),
        usual.inlineLimit());
  }

  private void print(Console console, Topics.Creation creation, List<Finding> findings) {
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("created", creation.created());
      report.put("existed", creation.existed());
      report.put("changes", creation.changes());
      report.put("findings", findings.stream().map(Findings::json).toList());
      console.json(report);
      return;
    }
    creation.created().forEach(name -> console.out().println("made " + name));
    creation.existed().forEach(name -> console.out().println(name + " was there"));
    creation.changes().forEach(change -> console.out().println(change));
    findings.forEach(finding -> console.err().println(Findings.line(finding)));
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.broker.Finding;
import dev.tidewheel.broker.LogDescription;
import dev.tidewheel.broker.Preflight;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.worker.WorkerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how the topics and the share group stand, and what is wrong with them. */
@Command(
    name = "describe",
    description =
        "Show topics, share group and waiting requests, and what should be set otherwise.")
final class TopicsDescribeCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--json", description = "Show it as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    WorkerConfig config = kafka.loadAndReach();
    ClientProperties client = WorkerSettings.client(config);
    TopicPlan plan = WorkerSettings.plan(config);
    return switch (LogDescription.of(client, plan, Findings.PATIENCE)) {
      case LogDescription.Unreachable(Finding.Error why) ->
          throw Findings.failure("nothing can be described:", List.of(why));
      case LogDescription.Found found -> {
        List<Finding> findings = Preflight.check(client, plan, Findings.PATIENCE);
        print(Console.ofProcess(), found, findings);
        yield Findings.hasErrors(findings) ? ExitCodes.ENVIRONMENT : ExitCodes.OK;
      }
    };
  }

  private void print(Console console, LogDescription.Found found, List<Finding> findings) {
    if (json) {
      console.json(report(found, findings));
      return;
    }
    Table table = new Table("topic", "partitions", "replicas", "records", "retention", "largest");
    for (LogDescription.Topic topic : found.topics()) {
      table.row(
          topic.name(),
          topic.partitions(),
          topic.replicas(),
          topic.records(),
          retention(topic.settings().get("retention.ms")),
          topic.settings().getOrDefault("max.message.bytes", "?"));
    }
    LogDescription.Group group = found.group();
    console.out().print(table);
    console
        .out()
        .printf(
            "%nshare group %s: %d feeders, %s requests not answered%n",
            group.name(), group.members(), waiting(group));
    new TreeMap<>(group.settings())
        .forEach((name, value) -> console.out().println("  " + name + " = " + value));
    findings.forEach(finding -> console.err().println(Findings.line(finding)));
  }

  private static Map<String, Object> report(LogDescription.Found found, List<Finding> findings) {
    LogDescription.Group group = found.group();
    Map<String, Object> ofGroup = new LinkedHashMap<>();
    ofGroup.put("name", group.name());
    ofGroup.put("members", group.members());
    ofGroup.put("lag", group.lag().isPresent() ? group.lag().getAsLong() : null);
    ofGroup.put("settings", new TreeMap<>(group.settings()));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("topics", found.topics());
    report.put("missing", found.missing());
    report.put("group", ofGroup);
    report.put("findings", findings.stream().map(Findings::json).toList());
    return report;
  }

  private static String waiting(LogDescription.Group group) {
    return group.lag().isPresent() ? Long.toString(group.lag().getAsLong()) : "unknown";
  }

  private static String retention(@Nullable String millis) {
    if (millis == null) {
      return "?";
    }
    long number = Long.parseLong(millis);
    return number < 0 ? "for ever" : number / 3_600_000 + " h";
  }
}

package dev.tidewheel.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What the topics of a plan need. */
final class TopicChecks {
  private final BrokerFacts facts;
  private final TopicPlan plan;
  private final List<Finding> findings = new ArrayList<>();

  private TopicChecks(BrokerFacts facts, TopicPlan plan) {
    this.facts = facts;
    this.plan = plan;
  }

  static List<Finding> of(BrokerFacts facts, TopicPlan plan) {
    var checks = new TopicChecks(facts, plan);
    checks.missing();
    checks.largestRecord(
        plan.names().results(),
        plan.inlineLimit() + TopicPlan.ROOM_BESIDE_PICTURE,
        "pictures up to the inline limit of %d bytes do not fit".formatted(plan.inlineLimit()));
    checks.deadLetterSize();
    checks.requestsAreKept();
    return checks.findings;
  }

  private void missing() {
    List<String> missing =
        plan.names().all().stream().filter(name -> !facts.topics().containsKey(name)).toList();
    if (!missing.isEmpty()) {
      findings.add(
          new Finding.Error(
              "missing topics: " + String.join(", ", missing),
              "run tidewheel topics create --bootstrap HOST:PORT, or make them by hand"));
    }
  }

  private void largestRecord(String topic, long needed, String consequence) {
    OptionalLong allowed = BrokerFacts.number(settings(topic), "max.message.bytes");
    if (allowed.isPresent() && allowed.getAsLong() < needed) {
      findings.add(
          new Finding.Error(
              "max.message.bytes of %s is %d: %s"
                  .formatted(topic, allowed.getAsLong(), consequence),
              "set max.message.bytes of %s to %d (message.max.bytes is the brokers' default for it), or lower the inline limit"
                  .formatted(topic, needed)));
    }
  }

  private void deadLetterSize() {
    OptionalLong request =
        BrokerFacts.number(settings(plan.names().requests()), "max.message.bytes");
    OptionalLong letter =
        BrokerFacts.number(settings(plan.names().deadLetters()), "max.message.bytes");
    if (request.isPresent()
        && letter.isPresent()
        && letter.getAsLong() < request.getAsLong() + TopicPlan.ROOM_BESIDE_PICTURE) {
      findings.add(
          new Finding.Warning(
              "max.message.bytes of %s is %d, that of %s is %d: the largest requests cannot be kept as dead letters"
                  .formatted(
                      plan.names().deadLetters(),
                      letter.getAsLong(),
                      plan.names().requests(),
                      request.getAsLong()),
              "set max.message.bytes of %s to %d"
                  .formatted(
                      plan.names().deadLetters(),
                      request.getAsLong() + TopicPlan.ROOM_BESIDE_PICTURE)));
    }
  }

  private void requestsAreKept() {
    String topic = plan.names().requests();
    Map<String, String> settings = settings(topic);
    for (String setting : List.of("retention.ms", "retention.bytes")) {
      OptionalLong limit = BrokerFacts.number(settings, setting);
      if (limit.isPresent() && limit.getAsLong() >= 0) {
        findings.add(
            new Finding.Warning(
                "%s of %s is %d: requests that wait longer are deleted unread"
                    .formatted(setting, topic, limit.getAsLong()),
                "set %s of %s to -1".formatted(setting, topic)));
      }
    }
    if (settings.getOrDefault("cleanup.policy", "").contains("compact")) {
      findings.add(
          new Finding.Warning(
              "cleanup.policy of %s is compact: of two requests with one id the first may be deleted unread"
                  .formatted(topic),
              "set cleanup.policy of %s to delete".formatted(topic)));
    }
  }

  private Map<String, String> settings(String topic) {
    return facts.topics().getOrDefault(topic, Map.of());
  }
}

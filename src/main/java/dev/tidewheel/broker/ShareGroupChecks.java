package dev.tidewheel.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.server.common.MetadataVersion;

/** What share groups need of a broker and of the group's own settings. */
final class ShareGroupChecks {
  private static final short FIRST_READY = MetadataVersion.IBP_4_2_IV0.featureLevel();

  /** Kafka 4.3 and later; 4.2 always allows it. */
  private static final String RENEWAL = "share.renew.acknowledge.enable";

  private final BrokerFacts facts;
  private final TopicPlan plan;
  private final List<Finding> findings = new ArrayList<>();

  private ShareGroupChecks(BrokerFacts facts, TopicPlan plan) {
    this.facts = facts;
    this.plan = plan;
  }

  static List<Finding> of(BrokerFacts facts, TopicPlan plan) {
    var checks = new ShareGroupChecks(facts, plan);
    if (checks.versionIsEnough()) {
      checks.stateTopic();
      checks.lockMaximum();
      checks.deliveryMaximum();
      checks.idleConnections();
      checks.groupSettings();
    }
    return checks.findings;
  }

  private boolean versionIsEnough() {
    short metadata = facts.supported().getOrDefault(MetadataVersion.FEATURE_NAME, (short) 0);
    if (metadata < FIRST_READY || !facts.supported().containsKey("share.version")) {
      error(
          "the broker's version is %s: share groups are ready for work from 4.2"
              .formatted(versionName(metadata)),
          "upgrade the brokers to Kafka 4.2 or later; 4.4 is what Tidewheel is tested with");
      return false;
    }
    if (facts.enabled().getOrDefault("share.version", (short) 0) < 1) {
      error(
          "share groups are switched off (share.version=0)",
          "run kafka-features.sh --bootstrap-server HOST:PORT upgrade --feature share.version=1");
      return false;
    }
    return true;
  }

  private static String versionName(short level) {
    if (level < MetadataVersion.MINIMUM_VERSION.featureLevel()) {
      return "older than 3.3";
    }
    MetadataVersion[] all = MetadataVersion.VERSIONS;
    short newest = all[all.length - 1].featureLevel();
    return MetadataVersion.fromFeatureLevel(level < newest ? level : newest).version();
  }

  private void stateTopic() {
    for (String setting :
        List.of(
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr")) {
      BrokerFacts.number(facts.broker(), setting)
          .ifPresent(
              asked -> {
                if (asked > facts.nodes()) {
                  error(
                      "%s is %d, but there are %d brokers: share groups cannot keep their state"
                          .formatted(setting, asked, facts.nodes()),
                      "set %s to %d on the brokers, or start more of them"
                          .formatted(setting, facts.nodes()));
                }
              });
    }
  }

  private void lockMaximum() {
    String setting = "group.share.max.record.lock.duration.ms";
    OptionalLong maximum = BrokerFacts.number(facts.broker(), setting);
    long asked = plan.lock().toMillis();
    if (maximum.isPresent() && maximum.getAsLong() < asked) {
      error(
          "%s is %d, but a lock of %d ms is asked for"
              .formatted(setting, maximum.getAsLong(), asked),
          "set %s to %d on the brokers, or ask for a shorter lock".formatted(setting, asked));
    }
  }

  private void deliveryMaximum() {
    String setting = "group.share.max.delivery.count.limit";
    OptionalLong maximum = BrokerFacts.number(facts.broker(), setting);
    if (maximum.isPresent() && maximum.getAsLong() < TopicPlan.DELIVERIES) {
      warning(
          "%s is %d: a request is given up after fewer crashes than planned"
              .formatted(setting, maximum.getAsLong()),
          "set %s to %d on the brokers".formatted(setting, TopicPlan.DELIVERIES));
    }
  }

  private void idleConnections() {
    String setting = "connections.max.idle.ms";
    OptionalLong idle = BrokerFacts.number(facts.broker(), setting);
    long lock = plan.lock().toMillis();
    if (idle.isPresent() && idle.getAsLong() >= 0 && idle.getAsLong() < lock) {
      warning(
          "%s is %d, shorter than the lock of %d ms: a worker busy with one long job is cut off and the job is given away"
              .formatted(setting, idle.getAsLong(), lock),
          "set %s to %d on the brokers".formatted(setting, lock + 60_000));
    }
  }

  private void groupSettings() {
    if (facts.group().isEmpty()) {
      return;
    }
    Map<String, String> wanted = plan.groupSettings();
    if (!"earliest".equals(facts.group().get("share.auto.offset.reset"))) {
      groupError(
          "share.auto.offset.reset", "requests sent before the first worker are skipped", wanted);
    }
    OptionalLong lock = BrokerFacts.number(facts.group(), "share.record.lock.duration.ms");
    if (lock.isPresent() && lock.getAsLong() < plan.lock().toMillis()) {
      groupError(
          "share.record.lock.duration.ms",
          "what a busy worker holds is given to a second one",
          wanted);
    }
    if ("false".equals(facts.group().get(RENEWAL))) {
      error(
          "%s of the share group %s is false: jobs longer than the lock are done twice"
              .formatted(RENEWAL, plan.group()),
          "set it to true: kafka-configs.sh --alter --group %s --add-config %s=true"
              .formatted(plan.group(), RENEWAL));
    }
    for (String setting : List.of("share.isolation.level", "share.delivery.count.limit")) {
      String found = facts.group().get(setting);
      if (found != null && !found.equals(wanted.get(setting))) {
        warning(
            "%s of the share group %s is %s".formatted(setting, plan.group(), found),
            groupCure(setting, wanted));
      }
    }
  }

  private void groupError(String setting, String consequence, Map<String, String> wanted) {
    error(
        "%s of the share group %s is %s: %s"
            .formatted(setting, plan.group(), facts.group().get(setting), consequence),
        groupCure(setting, wanted));
  }

  private String groupCure(String setting, Map<String, String> wanted) {
    return "set %s to %s: tidewheel topics create does it, or kafka-configs.sh --alter --group %s --add-config %s=%s"
        .formatted(setting, wanted.get(setting), plan.group(), setting, wanted.get(setting));
  }

  private void error(String what, String cure) {
    findings.add(new Finding.Error(what, cure));
  }

  private void warning(String what, String cure) {
    findings.add(new Finding.Warning(what, cure));
  }
}

package dev.tidewheel.broker;

import dev.tidewheel.client.ClientProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Finds out, before any work is taken, what a broker lacks for a plan, and says what to set. */
public final class Preflight {
  private Preflight() {}

  /**
   * Whether a broker answers at all: said sooner than by anything that needs one.
   *
   * @param client how to reach the brokers
   * @param patience how long to wait for one
   * @return why there is none; empty where one answers
   */
  public static Optional<Finding.Error> whyUnreachable(ClientProperties client, Duration patience) {
    try (Admin admin = Admins.connect(client, patience)) {
      Admins.await(admin.describeCluster().nodes());
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of(Admins.unreachable(client, e));
    }
  }

  /**
   * Asks a cluster and compares. Never throws for what the cluster is or does: an unreachable or
   * old one is a finding.
   *
   * @param client how to reach the brokers
   * @param plan what is needed
   * @param patience how long to wait for the cluster
   * @return everything that is not as it should be, errors first; empty where all is well
   */
  public static List<Finding> check(ClientProperties client, TopicPlan plan, Duration patience) {
    List<Finding> findings =
        switch (BrokerProbe.ask(client, plan, patience)) {
          case BrokerProbe.NoAnswer(Finding.Error why) -> List.of(why);
          case BrokerProbe.Answer(BrokerFacts facts, List<Finding> unread) -> {
            List<Finding> all = new ArrayList<>(unread);
            all.addAll(judge(facts, plan));
            yield all;
          }
        };
    return findings.stream()
        .sorted(
            (a, b) -> Boolean.compare(a instanceof Finding.Warning, b instanceof Finding.Warning))
        .toList();
  }

  static List<Finding> judge(BrokerFacts facts, TopicPlan plan) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(ShareGroupChecks.of(facts, plan));
    findings.addAll(TopicChecks.of(facts, plan));
    return findings;
  }
}

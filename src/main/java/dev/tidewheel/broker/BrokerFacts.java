package dev.tidewheel.broker;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a cluster says of itself. A map is empty where the cluster would not tell.
 *
 * @param nodes number of brokers
 * @param supported highest level of each feature that its program has
 * @param enabled level of each feature that is switched on
 * @param broker settings of one broker
 * @param topics settings of each topic of the plan that exists
 * @param group settings of the share group
 */
record BrokerFacts(
    int nodes,
    Map<String, Short> supported,
    Map<String, Short> enabled,
    Map<String, String> broker,
    Map<String, Map<String, String>> topics,
    Map<String, String> group) {

  BrokerFacts {
    supported = Map.copyOf(supported);
    enabled = Map.copyOf(enabled);
    broker = Map.copyOf(broker);
    topics = Map.copyOf(topics);
    group = Map.copyOf(group);
  }

  /** A number among settings, where it is there and is one. */
  static OptionalLong number(Map<String, String> settings, String name) {
    String text = settings.getOrDefault(name, "");
    return text.matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}

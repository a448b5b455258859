package dev.tidewheel.client;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the brokers are and how to talk to them: the same for each producer, consumer and admin
 * client.
 *
 * @param bootstrap {@code host:port}, or several of them with commas between
 * @param passThrough Kafka client properties by their own names, such as {@code security.protocol}
 *     or {@code sasl.jaas.config}
 */
public record ClientProperties(String bootstrap, Map<String, String> passThrough) {

  /** Copies the map. */
  public ClientProperties {
    passThrough = Map.copyOf(passThrough);
  }

  /**
   * A broker that asks for nothing: no encryption, no password.
   *
   * @param bootstrap {@code host:port}
   */
  public static ClientProperties plain(String bootstrap) {
    return new ClientProperties(bootstrap, Map.of());
  }

  /**
   * The properties of one client. What the code relies on wins over what the user passes through.
   *
   * @param defaults what the user may change
   * @param fixed what delivery relies on and the user may not change
   */
  public Map<String, Object> with(Map<String, Object> defaults, Map<String, Object> fixed) {
    Map<String, Object> merged = new HashMap<>(defaults);
    merged.putAll(passThrough);
    merged.putAll(fixed);
    merged.put("bootstrap.servers", bootstrap);
    return merged;
  }

  /** Hides the pass-through values: there may be passwords among them. */
  @Override
  public String toString() {
    return "ClientProperties[bootstrap=%s, passThrough=%s]"
        .formatted(bootstrap, passThrough.keySet());
  }
}

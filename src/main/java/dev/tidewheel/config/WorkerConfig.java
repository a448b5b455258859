package dev.tidewheel.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a worker can be told. The resource {@code tidewheel-defaults.yaml} documents each key.
 *
 * @param worker who this worker is and how it ends
 * @param kafka the log it reads and writes
 * @param intake how many requests it holds
 * @param engine the device and the batch
 * @param models folder of each model, by the name that requests use
 * @param limits what one request may ask for
 * @param storage where pictures go that are too large for the log
 * @param http health and metrics
 */
public record WorkerConfig(
    Worker worker,
    Kafka kafka,
    Intake intake,
    Engine engine,
    Map<
            @Matches(value = Names.MODEL, means = "letters, digits, '.', '_' and '-'")
            @JoinedBy("-") String,
            Path>
        models,
    Limits limits,
    Storage storage,
    Http http) {

  /**
   * Who this worker is and how it ends.
   *
   * @param id name in results, events and metrics; {@link WorkerId#generate()} where absent
   * @param grace time to finish what was started when asked to stop
   * @param deterministic byte-identical pictures, whatever else is in the batch
   */
  public record Worker(
      Optional<
              @Matches(value = Names.WORKER, means = "up to 100 letters, digits, '.', '_' and '-'")
              String>
          id,
      @Range(min = "0s", max = "1h") Duration grace,
      boolean deterministic) {}

  /**
   * The log it reads and writes.
   *
   * @param bootstrap one or more {@code host:port}, with commas between them
   * @param client properties given to every Kafka client as they are
   * @param topics names of the topics
   * @param group share group of the workers
   * @param lock how long a record stays locked by a worker that gives no more sign of life
   */
  public record Kafka(
      @Matches(value = Names.BOOTSTRAP, means = "host:port, or several with commas between them")
          String bootstrap,
      Map<@JoinedBy(".") String, String> client,
      Topics topics,
      @Matches(value = Names.GROUP, means = "1 to 249 printable characters without spaces")
          String group,
      @Range(min = "1s", max = "1h") Duration lock)
      implements Validated {

    private static final Map<String, String> OWN_KEYS =
        Map.of("bootstrap.servers", "kafka.bootstrap", "group.id", "kafka.group");

    @Override
    public Map<List<String>, String> problems() {
      Map<List<String>, String> problems = new LinkedHashMap<>();
      OWN_KEYS.forEach(
          (property, key) -> {
            if (client.containsKey(property)) {
              problems.put(
                  List.of("client", property), "has a key of its own: set " + key + " instead");
            }
          });
      return problems;
    }

    /** Hides the values of client properties: some are secrets. */
    @Override
    public String toString() {
      return "Kafka[bootstrap=%s, client=%s, topics=%s, group=%s, lock=%s]"
          .formatted(bootstrap, client.keySet(), topics, group, lock);
    }
  }

  /**
   * Names of the topics.
   *
   * @param requests generation requests
   * @param results pictures
   * @param steps step metrics
   * @param events turns in the life of a request
   * @param cancellations requests that nobody wants any more
   * @param deadLetters records that cannot be served
   */
  public record Topics(
      @Matches(value = Names.TOPIC, means = Names.TOPIC_MEANS) String requests,
      @Matches(value = Names.TOPIC, means = Names.TOPIC_MEANS) String results,
      @Matches(value = Names.TOPIC, means = Names.TOPIC_MEANS) String steps,
      @Matches(value = Names.TOPIC, means = Names.TOPIC_MEANS) String events,
      @Matches(value = Names.TOPIC, means = Names.TOPIC_MEANS) String cancellations,
      @Matches(value = Names.TOPIC, means = Names.TOPIC_MEANS) String deadLetters) {}

  /**
   * How many requests it holds: feeders times records.
   *
   * @param feeders share consumers, a thread each
   * @param records records that one feeder holds at most
   */
  public record Intake(
      @Range(min = "1", max = "64") int feeders, @Range(min = "1", max = "500") int records) {}

  /**
   * The device and the batch.
   *
   * @param device {@code cpu} or {@code cuda:N}
   * @param threads threads that share a tick's images on the CPU; 0 means {@link
   *     #threadsInEffect()} finds out
   * @param batch pictures that advance together in one tick
   * @param precision type of number in which networks compute; {@code auto} is float32 on a CPU and
   *     the type of the stored weights on a GPU
   * @param texts room on the device for what prompts became
   */
  public record Engine(
      @Matches(value = Names.DEVICE, means = "cpu, cuda or cuda:N") String device,
      @Range(min = "0", max = "1024") int threads,
      @Range(min = "1", max = "1024") int batch,
      @Matches(value = Names.PRECISION, means = "auto, float32, float16 or bfloat16")
          String precision,
      @Range(min = "0", max = "64GiB") ByteSize texts) {

    /**
     * Threads that share a tick's images on the CPU: as set, or as many as this process has cores
     * to run on.
     */
    public int threadsInEffect() {
      return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
  }

  /**
   * What one request may ask for.
   *
   * @param pixels width times height
   * @param count pictures
   * @param steps solver steps of one picture
   * @param promptLength characters of a prompt
   */
  public record Limits(
      @Range(min = "1") int pixels,
      @Range(min = "1") int count,
      @Range(min = "1") int steps,
      @Range(min = "1") int promptLength) {}

  /**
   * Where pictures go that are too large for the log.
   *
   * @param inlineLimit largest encoded picture that travels inside its result
   * @param directory folder for larger ones
   */
  public record Storage(@Range(min = "0", max = "1GiB") ByteSize inlineLimit, Path directory) {}

  /**
   * Health and metrics.
   *
   * @param host address to listen on
   * @param port port to listen on; 0 takes a free one
   */
  public record Http(
      @Matches(value = Names.HOST, means = "a host name or an address") String host,
      @Range(min = "0", max = "65535") int port) {}
}

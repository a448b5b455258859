package dev.tidewheel.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.config.ConfigResult.Invalid;
import dev.tidewheel.config.ConfigResult.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
  private static final List<String> KEYS =
      Setting.of(WorkerConfig.class).stream().map(Setting::dotted).toList();

  /** A value that each key refuses: the path of the override, and the value. */
  private static final Map<String, Map.Entry<String, String>> REFUSED =
      Map.ofEntries(
          refused("worker.id", "two words"),
          refused("worker.grace", "25 parsecs"),
          refused("worker.deterministic", "yes"),
          refused("kafka.bootstrap", "localhost"),
          entry("kafka.client", entry("kafka.client.bootstrap.servers", "localhost:9092")),
          refused("kafka.topics.requests", "a topic"),
          refused("kafka.topics.results", ""),
          refused("kafka.topics.steps", ".."),
          refused("kafka.topics.events", "x".repeat(250)),
          refused("kafka.topics.cancellations", "a/b"),
          refused("kafka.topics.deadLetters", "ä"),
          refused("kafka.group", ""),
          refused("kafka.lock", "0s"),
          refused("intake.feeders", "0"),
          refused("intake.records", "501"),
          refused("engine.device", "tpu"),
          refused("engine.threads", "-1"),
          refused("engine.batch", "many"),
          refused("engine.precision", "float8"),
          refused("engine.texts", "much"),
          entry("models", entry("models.a model", "models/a")),
          refused("limits.pixels", "0"),
          refused("limits.count", "99999999999"),
          refused("limits.steps", "1.5"),
          refused("limits.promptLength", "-2000"),
          refused("storage.inlineLimit", "512 furlongs"),
          refused("storage.directory", ""),
          refused("http.host", "a host"),
          refused("http.port", "65536"));

  @TempDir private Path folder;

  private static Map.Entry<String, Map.Entry<String, String>> refused(String key, String value) {
    return entry(key, entry(key, value));
  }

  static Stream<Map.Entry<String, String>> refusedValues() {
    return REFUSED.values().stream();
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    WorkerConfig config = loaded("", Map.of(), Map.of()).config();

    assertThat(config.worker().id()).isEmpty();
    assertThat(config.worker().grace()).isEqualTo(Duration.ofSeconds(25));
    assertThat(config.kafka().topics().deadLetters()).isEqualTo("tidewheel.dead-letters");
    assertThat(config.kafka().lock()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.intake()).isEqualTo(new WorkerConfig.Intake(4, 8));
    assertThat(config.engine())
        .isEqualTo(new WorkerConfig.Engine("cpu", 0, 8, "auto", new ByteSize(256L << 20)));
    assertThat(config.engine().threadsInEffect()).isPositive();
    assertThat(config.models()).isEmpty();
    assertThat(config.limits()).isEqualTo(new WorkerConfig.Limits(1_048_576, 64, 200, 2_000));
    assertThat(config.storage().inlineLimit()).isEqualTo(new ByteSize(512 * 1024));
    assertThat(config.http().port()).isEqualTo(8080);
  }

  @Test
  void theDefaultsFileDocumentsEveryKeyWithAComment() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/main/resources/tidewheel-defaults.yaml"));
    List<ConfigProblem> problems = new ArrayList<>();
    Node.Branch defaults = YamlLayer.defaults(problems);

    assertThat(problems).isEmpty();
    assertThat(KEYS).allSatisfy(key -> assertThat(lines).anyMatch(line -> names(line, key)));
    assertThat(KEYS.stream().filter(key -> !key.equals("worker.id")))
        .allSatisfy(key -> assertThat(at(defaults, key)).isPresent());
    assertThat(lines.stream().filter(line -> line.strip().startsWith("#"))).hasSizeGreaterThan(20);
  }

  private static boolean names(String line, String key) {
    return line.strip().startsWith(key.substring(key.lastIndexOf('.') + 1) + ':');
  }

  private static Optional<Node> at(Node.Branch tree, String key) {
    Optional<Node> node = Optional.of(tree);
    for (String name : key.split("\\.")) {
      node = node.flatMap(n -> Optional.ofNullable(((Node.Branch) n).children().get(name)));
    }
    return node;
  }

  @Test
  void aRefusedValueIsKnownForEachKey() {
    assertThat(REFUSED.keySet()).containsExactlyInAnyOrderElementsOf(KEYS);
  }

  @ParameterizedTest
  @MethodSource("refusedValues")
  void refusesAWrongValueAndSaysWhere(Map.Entry<String, String> override) {
    List<ConfigProblem> problems =
        invalid("", Map.of(), Map.of(override.getKey(), override.getValue()));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().path()).isEqualTo(override.getKey());
    assertThat(problems.getFirst().origin()).isEqualTo("command line");
  }

  @Test
  void reportsAllProblemsAtOnceWithTheirLines() {
    String yaml =
        """
        worker:
          grace: soon
        engine:
          bach: 4
          threads: -2
        http:
          port: 80a
          port: 81
        """;

    assertThat(invalid(yaml, Map.of("TIDEWHEEL_ENGIN_BATCH", "4"), Map.of("limits.steps", "0")))
        .extracting(ConfigProblem::toString)
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).startsWith("worker.grace must be a duration").endsWith("line 2)"),
            p -> assertThat(p).contains("engine.bach is no setting; did you mean engine.batch?"),
            p -> assertThat(p).contains("engine.threads must be between 0 and 1024, not -2"),
            p -> assertThat(p).contains("http.port is given twice").endsWith("line 8)"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "TIDEWHEEL_ENGIN_BATCH is the variable of no setting; did you mean"
                            + " TIDEWHEEL_ENGINE_BATCH? (environment)"),
            p -> assertThat(p).contains("limits.steps must be 1 or more, not 0 (command line)"));
  }

  @Test
  void knowsAKeyThatStandsInTheWrongSection() {
    assertThat(invalid("promptLength: 5", Map.of(), Map.of()).getFirst().message())
        .isEqualTo("is no setting; did you mean limits.promptLength?");
  }

  @Test
  void laterLayersWin() {
    String yaml = "engine: {batch: 2, threads: 2, device: cuda}";
    Map<String, String> environment =
        Map.of("TIDEWHEEL_ENGINE_THREADS", "3", "TIDEWHEEL_ENGINE_DEVICE", "cuda:1", "HOME", "/");

    WorkerConfig config = loaded(yaml, environment, Map.of("engine.device", "cuda:2")).config();

    assertThat(config.engine())
        .isEqualTo(new WorkerConfig.Engine("cuda:2", 3, 2, "auto", new ByteSize(256L << 20)));
  }

  @Test
  void readsMapsFromEveryLayerAndMergesThem() {
    String yaml =
        """
        models: {one: models/one}
        kafka: {client: {security.protocol: SSL}}
        """;
    Map<String, String> environment =
        Map.of(
            "TIDEWHEEL_MODELS", "two=models/two, Three_3=models/three",
            "TIDEWHEEL_MODELS_FASHION_FLOW", "models/fashion-flow",
            "TIDEWHEEL_KAFKA_CLIENT_SASL_MECHANISM", "PLAIN");

    WorkerConfig config = loaded(yaml, environment, Map.of("models.v1.5", "models/four")).config();

    assertThat(config.models())
        .containsOnlyKeys("one", "two", "Three_3", "fashion-flow", "v1.5")
        .containsEntry("two", Path.of("models/two"));
    assertThat(config.kafka().client())
        .isEqualTo(Map.of("security.protocol", "SSL", "sasl.mechanism", "PLAIN"));
  }

  @Test
  void theEffectiveYamlLoadsToTheSameSettingsAndSaysWhatIsNoDefault() {
    String yaml =
        """
        worker: {id: "null"}
        models: {one: "a \\"quoted\\" folder: #1\\t"}
        """;
    Loaded first = loaded(yaml, Map.of("TIDEWHEEL_ENGINE_BATCH", "16"), Map.of());

    Loaded again = loaded(first.effective(), Map.of(), Map.of());

    assertThat(again.config()).isEqualTo(first.config());
    assertThat(first.effective())
        .contains("  batch: 16  # environment TIDEWHEEL_ENGINE_BATCH\n")
        .contains("  threads: 0\n");
  }

  @Test
  void hidesSecrets() {
    Map<String, String> environment =
        Map.of(
            "TIDEWHEEL_KAFKA_CLIENT_SSL_KEYSTORE_PASSWORD", "hunter2",
            "TIDEWHEEL_KAFKA_CLIENT", "sasl.jaas.config=x user=hunter2;,ssl.truststore.type=PEM");

    Loaded loaded = loaded("", environment, Map.of());

    assertThat(loaded.config().kafka().client()).containsValue("hunter2");
    assertThat(loaded.effective() + loaded.config())
        .doesNotContain("hunter2")
        .contains("ssl.keystore.password: \"***\"")
        .contains("ssl.truststore.type: PEM");
  }

  @Test
  void ignoresVariablesThatAreNotSettings() {
    Map<String, String> environment =
        Map.of(
            "TIDEWHEEL_JAVA_OPTS", "-Xmx1g",
            "TIDEWHEEL_LOG", "DEBUG",
            "TIDEWHEEL_PORT_8080_TCP", "tcp://10.0.0.1:8080",
            "TIDEWHEEL_SERVICE_HOST", "10.0.0.1");

    assertThat(Configuration.load(Optional.empty(), environment, Map.of()))
        .isInstanceOf(Loaded.class);
  }

  @Test
  void everyVariableNameIsThatOfOneSetting() {
    assertThat(Setting.of(WorkerConfig.class).stream().map(Setting::variable))
        .doesNotHaveDuplicates()
        .contains("TIDEWHEEL_LIMITS_PROMPT_LENGTH", "TIDEWHEEL_KAFKA_TOPICS_DEAD_LETTERS");
  }

  @Test
  void refusesFilesThatAreNotSettings() {
    assertThat(invalid("- a\n- b\n", Map.of(), Map.of()).getFirst().message())
        .isEqualTo("must hold keys and values");
    assertThat(invalid("engine: {batch: [1", Map.of(), Map.of()).getFirst())
        .satisfies(problem -> assertThat(problem.message()).startsWith("is not YAML"))
        .satisfies(problem -> assertThat(problem.origin()).contains("line 1"));
    assertThat(invalid("engine: &e {batch: *e}", Map.of(), Map.of())).isNotEmpty();
    assertThat(invalid("engine: 5\nmodels: 5", Map.of(), Map.of())).hasSize(2);
    assertThat(Configuration.load(Optional.of(folder.resolve("gone.yaml")), Map.of(), Map.of()))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> assertThat(invalid.problems().getFirst().message()).contains("no such"));
  }

  private Loaded loaded(
      String yaml, Map<String, String> environment, Map<String, String> overrides) {
    ConfigResult result = load(yaml, environment, overrides);
    assertThat(result).isInstanceOf(Loaded.class);
    return (Loaded) result;
  }

  private List<ConfigProblem> invalid(
      String yaml, Map<String, String> environment, Map<String, String> overrides) {
    ConfigResult result = load(yaml, environment, overrides);
    assertThat(result).isInstanceOf(Invalid.class);
    return ((Invalid) result).problems();
  }

  private ConfigResult load(
      String yaml, Map<String, String> environment, Map<String, String> overrides) {
    try {
      Path file = Files.writeString(folder.resolve("worker.yaml"), yaml);
      return Configuration.load(Optional.of(file), environment, overrides);
    } catch (IOException e) {
      throw new AssertionError("cannot write the test's file", e);
    }
  }
}

package dev.tidewheel.config;

import dev.tidewheel.config.Node.Branch;
import dev.tidewheel.config.Node.Items;
import dev.tidewheel.config.Node.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Settings from YAML. Only its structure counts: what a word means is decided by the binder. */
final class YamlLayer {
  private static final String DEFAULTS = "/tidewheel-defaults.yaml";
  private static final int DEEPEST = 16;

  private final String source;
  private final List<ConfigProblem> problems;

  private YamlLayer(String source, List<ConfigProblem> problems) {
    this.source = source;
    this.problems = problems;
  }

  /** The defaults, which are part of the program: a flaw in them is a defect. */
  static Branch defaults(List<ConfigProblem> problems) {
    try (InputStream stream = YamlLayer.class.getResourceAsStream(DEFAULTS)) {
      byte[] bytes = Objects.requireNonNull(stream, DEFAULTS).readAllBytes();
      return new YamlLayer("defaults", problems).read(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the defaults", e);
    }
  }

  /** The settings of a file. */
  static Branch file(Path file, List<ConfigProblem> problems) {
    String source = file.toString();
    try {
      return new YamlLayer(source, problems).read(Files.readString(file));
    } catch (NoSuchFileException _) {
      problems.add(new ConfigProblem("", "there is no such file", source));
    } catch (IOException e) {
      problems.add(new ConfigProblem("", "cannot be read as text: " + e.getMessage(), source));
    }
    return new Branch(Map.of(), source);
  }

  /** The settings of a text. */
  private Branch read(String text) {
    try {
      LoaderOptions options = new LoaderOptions();
      org.yaml.snakeyaml.nodes.Node root =
          new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      Optional<Node> tree = root == null ? Optional.empty() : convert(root, "", 0);
      if (tree.isEmpty()) {
        return new Branch(Map.of(), source);
      }
      if (tree.get() instanceof Branch branch) {
        return branch;
      }
      problems.add(new ConfigProblem("", "must hold keys and values", source));
    } catch (MarkedYAMLException e) {
      String line =
          e.getProblemMark() == null ? "" : ", line " + (e.getProblemMark().getLine() + 1);
      problems.add(new ConfigProblem("", "is not YAML: " + e.getProblem(), source + line));
    }
    return new Branch(Map.of(), source);
  }

  /** The same as ours; empty for a key with nothing behind it, which means: as if not there. */
  private Optional<Node> convert(org.yaml.snakeyaml.nodes.Node node, String path, int depth) {
    String origin = source + ", line " + (node.getStartMark().getLine() + 1);
    if (depth > DEEPEST) { // an alias may point to its own ancestor
      problems.add(new ConfigProblem(path, "is nested too deeply", origin));
      return Optional.empty();
    }
    return switch (node) {
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> Optional.empty();
      case ScalarNode scalar -> Optional.of(new Text(scalar.getValue(), origin));
      case SequenceNode sequence ->
          Optional.of(
              new Items(
                  sequence.getValue().stream()
                      .flatMap(item -> convert(item, path, depth + 1).stream())
                      .toList(),
                  origin));
      case MappingNode mapping -> Optional.of(new Branch(children(mapping, path, depth), origin));
      default -> Optional.empty();
    };
  }

  private Map<String, Node> children(MappingNode mapping, String path, int depth) {
    Map<String, Node> children = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      String childPath = path.isEmpty() ? key : path + '.' + key;
      convert(tuple.getValueNode(), childPath, depth + 1)
          .filter(child -> children.put(key, child) != null)
          .ifPresent(
              child ->
                  problems.add(new ConfigProblem(childPath, "is given twice", child.origin())));
    }
    return children;
  }
}

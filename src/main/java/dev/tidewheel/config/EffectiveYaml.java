package dev.tidewheel.config;

import dev.tidewheel.config.Node.Branch;
import dev.tidewheel.config.Node.Items;
import dev.tidewheel.config.Node.Text;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes merged settings as YAML, with secrets hidden and a comment where a default was changed.
 */
final class EffectiveYaml {
  private static final Pattern SECRET =
      Pattern.compile("password|secret|jaas|token|credential", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLAIN = Pattern.compile("[\\w./-]([\\w./:@+-]*[\\w./@+-])?");
  private static final Pattern NOT_TEXT = Pattern.compile("(?i)null|-|---|\\.{3}");
  private static final String HIDDEN = "\"***\"";

  private EffectiveYaml() {}

  static String write(Branch tree) {
    StringBuilder yaml = new StringBuilder();
    write(tree, "", yaml);
    return yaml.toString();
  }

  private static void write(Branch branch, String indent, StringBuilder yaml) {
    for (Map.Entry<String, Node> child : branch.children().entrySet()) {
      yaml.append(indent).append(quoted(child.getKey())).append(':');
      switch (child.getValue()) {
        case Branch empty when empty.children().isEmpty() -> yaml.append(" {}\n");
        case Branch deeper -> {
          yaml.append('\n');
          write(deeper, indent + "  ", yaml);
        }
        case Node leaf -> {
          boolean secret = SECRET.matcher(child.getKey()).find();
          yaml.append(' ')
              .append(secret ? HIDDEN : inline(leaf))
              .append(comment(leaf))
              .append('\n');
        }
      }
    }
  }

  private static String inline(Node leaf) {
    return switch (leaf) {
      case Text text -> quoted(text.value());
      case Items items ->
          items.values().stream()
              .map(EffectiveYaml::inline)
              .collect(Collectors.joining(", ", "[", "]"));
      case Branch branch ->
          branch.children().entrySet().stream()
              .map(child -> quoted(child.getKey()) + ": " + inline(child.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static String comment(Node leaf) {
    return leaf.origin().startsWith("defaults") ? "" : "  # " + leaf.origin();
  }

  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !NOT_TEXT.matcher(text).matches()) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(character -> quoted.append(escaped((char) character)));
    return quoted.append('"').toString();
  }

  private static String escaped(char character) {
    return switch (character) {
      case '"', '\\' -> "\\" + character;
      default ->
          Character.isISOControl(character)
              ? String.format("\\x%02x", (int) character)
              : String.valueOf(character);
    };
  }
}

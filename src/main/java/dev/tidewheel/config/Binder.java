package dev.tidewheel.config;

import static dev.tidewheel.config.Setting.argument;
import static dev.tidewheel.config.Setting.classOf;

import dev.tidewheel.config.Node.Branch;
import dev.tidewheel.config.Node.Items;
import dev.tidewheel.config.Node.Text;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree of text to records by the names of their components, and collects every problem on
 * the way. For one thread, for one tree.
 */
final class Binder {
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<Setting> settings;

  Binder(Class<? extends Record> root) {
    this.settings = Setting.of(root);
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  /** The record, unless something is wrong: then {@link #problems()} says what. */
  <R extends Record> Optional<R> bind(Class<R> type, Branch tree) {
    return section(type, tree, List.of()).filter(_ -> problems.isEmpty()).map(type::cast);
  }

  private Optional<Object> section(Class<?> type, Node node, List<String> path) {
    if (!(node instanceof Branch branch)) {
      return wrong(path, "holds keys, not a value", node.origin());
    }
    RecordComponent[] components = type.getRecordComponents();
    reportUnknown(components, branch, path);
    List<Optional<Object>> values =
        Arrays.stream(components).map(component -> component(component, branch, path)).toList();
    if (values.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return validated(newRecord(type, components, values), branch, path);
  }

  private void reportUnknown(RecordComponent[] components, Branch branch, List<String> path) {
    List<String> known = Arrays.stream(components).map(RecordComponent::getName).toList();
    branch
        .children()
        .forEach(
            (key, node) -> {
              if (!known.contains(key)) {
                wrong(
                    Setting.append(path, key),
                    "is no setting" + hint(key, known, path),
                    node.origin());
              }
            });
  }

  /** A key of the same name elsewhere, else one that is spelled nearly so here. */
  private String hint(String key, List<String> known, List<String> path) {
    Stream<String> elsewhere =
        settings.stream()
            .filter(setting -> setting.path().getLast().equals(key))
            .map(Setting::dotted);
    String prefix = path.isEmpty() ? "" : String.join(".", path) + '.';
    Stream<String> here = Spelling.closest(key, known).map(prefix::concat).stream();
    return Stream.concat(here, elsewhere)
        .findFirst()
        .map(found -> "; did you mean " + found + '?')
        .orElse("; known here: " + String.join(", ", known));
  }

  private Optional<Object> component(RecordComponent component, Branch branch, List<String> above) {
    List<String> path = Setting.append(above, component.getName());
    Node node = branch.children().get(component.getName());
    return value(component.getAnnotatedType(), node, path, branch.origin());
  }

  private Optional<Object> value(
      AnnotatedType type, @Nullable Node node, List<String> path, String origin) {
    Class<?> raw = classOf(type);
    if (raw == Optional.class) {
      return node == null
          ? Optional.of(Optional.empty())
          : value(argument(type, 0), node, path, origin).map(Optional::of);
    }
    if (node == null) {
      return wrong(path, "is missing", origin);
    }
    if (Setting.isSection(raw)) {
      return section(raw, node, path);
    }
    if (raw == Map.class) {
      return map(type, node, path);
    }
    return raw == List.class ? list(type, node, path) : scalar(type, node, path);
  }

  private Optional<Object> map(AnnotatedType type, Node node, List<String> path) {
    if (!(node instanceof Branch branch)) {
      return wrong(path, "holds names and values", node.origin());
    }
    Map<Object, Object> entries = new LinkedHashMap<>();
    branch
        .children()
        .forEach(
            (key, child) -> {
              List<String> childPath = Setting.append(path, key);
              scalar(argument(type, 0), new Text(key, child.origin()), childPath)
                  .ifPresent(
                      name ->
                          value(argument(type, 1), child, childPath, child.origin())
                              .ifPresent(value -> entries.put(name, value)));
            });
    return Optional.of(Collections.unmodifiableMap(entries));
  }

  private Optional<Object> list(AnnotatedType type, Node node, List<String> path) {
    List<Node> items =
        switch (node) {
          case Items several -> several.values();
          case Text text -> text.split();
          case Branch _ -> List.of(node);
        };
    List<Optional<Object>> values =
        items.stream().map(item -> value(argument(type, 0), item, path, item.origin())).toList();
    return values.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(values.stream().map(Optional::get).toList());
  }

  private Optional<Object> scalar(AnnotatedType type, Node node, List<String> path) {
    if (!(node instanceof Text text)) {
      return wrong(path, "takes one value", node.origin());
    }
    try {
      Object value = Scalars.parse(classOf(type), text.value());
      Optional<String> complaint = Constraints.complaint(type, value, text.value());
      return complaint.isEmpty() ? Optional.of(value) : wrong(path, complaint.get(), text.origin());
    } catch (IllegalArgumentException e) {
      return wrong(path, String.valueOf(e.getMessage()), text.origin());
    }
  }

  private Optional<Object> wrong(List<String> path, String message, String origin) {
    problems.add(new ConfigProblem(String.join(".", path), message, origin));
    return Optional.empty();
  }

  private Optional<Object> validated(Object section, Branch branch, List<String> path) {
    if (section instanceof Validated validated) {
      validated
          .problems()
          .forEach(
              (below, message) ->
                  wrong(
                      Stream.concat(path.stream(), below.stream()).toList(),
                      message,
                      branch.at(below).origin()));
    }
    return Optional.of(section);
  }

  private static Object newRecord(
      Class<?> type, RecordComponent[] components, List<Optional<Object>> values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types)
          .newInstance(values.stream().map(Optional::get).toArray());
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException("settings need an accessible record: " + type, e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " checks itself; settings use annotations", e);
    }
  }
}

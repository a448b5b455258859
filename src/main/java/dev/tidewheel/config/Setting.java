package dev.tidewheel.config;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One key of a tree of records.
 *
 * @param path names of the record components that lead to it
 * @param type its declared type, with the annotations that limit it
 */
record Setting(List<String> path, AnnotatedType type) {

  /** All keys below a record type, in the order of declaration. */
  static List<Setting> of(Class<? extends Record> type) {
    return below(List.of(), type).toList();
  }

  private static Stream<Setting> below(List<String> path, Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(component -> below(append(path, component.getName()), component));
  }

  private static Stream<Setting> below(List<String> path, RecordComponent component) {
    return isSection(component.getType())
        ? below(path, component.getType())
        : Stream.of(new Setting(path, component.getAnnotatedType()));
  }

  /** Whether a type holds keys rather than being the type of one. */
  static boolean isSection(Class<?> type) {
    return type.isRecord() && !Scalars.isScalar(type);
  }

  /** The class of a declared type, without its type arguments. */
  static Class<?> classOf(AnnotatedType type) {
    return type.getType() instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type.getType();
  }

  /** A type argument of a declared type, such as the second one of a map: that of its values. */
  static AnnotatedType argument(AnnotatedType type, int index) {
    return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
  }

  static List<String> append(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }

  /** The key as written in messages and overrides, such as {@code limits.promptLength}. */
  String dotted() {
    return String.join(".", path);
  }

  /** The name of its environment variable, such as {@code TIDEWHEEL_LIMITS_PROMPT_LENGTH}. */
  String variable() {
    String words = String.join("_", path).replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return EnvironmentLayer.PREFIX + words.toUpperCase(Locale.ROOT);
  }

  boolean isMap() {
    return classOf(type) == Map.class;
  }

  /** What stands between the words of a map's keys. */
  String keySeparator() {
    JoinedBy joinedBy = argument(type, 0).getAnnotation(JoinedBy.class);
    return joinedBy == null ? "-" : joinedBy.value();
  }
}

package dev.tidewheel.config;

import dev.tidewheel.config.Node.Branch;
import dev.tidewheel.config.Node.Text;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Settings from environment variables. */
final class EnvironmentLayer {
  static final String PREFIX = "TIDEWHEEL_";

  /** Variables of the launcher, the log and the command line, which are no settings. */
  static final Set<String> NO_SETTINGS =
      Set.of("TIDEWHEEL_JAVA_OPTS", "TIDEWHEEL_LOG", "TIDEWHEEL_DEBUG");

  /** What Kubernetes puts into every container where a service is called tidewheel. */
  private static final Pattern SERVICE_LINK = Pattern.compile("TIDEWHEEL_(SERVICE|PORT)(_.*)?");

  private final List<Setting> settings;

  EnvironmentLayer(List<Setting> settings) {
    this.settings = settings;
  }

  /** The variables that are settings; the others with our prefix are problems. */
  Branch read(Map<String, String> environment, List<ConfigProblem> problems) {
    Branch tree = new Branch(Map.of(), "environment");
    for (var variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (isOurs(name)) {
        Text text = new Text(variable.getValue(), "environment " + name);
        Optional<Branch> setting = settingOf(name).map(found -> branch(found, name, text));
        if (setting.isEmpty()) {
          problems.add(new ConfigProblem(name, unknown(name), "environment"));
        }
        tree = setting.map(tree::overlaidBy).orElse(tree);
      }
    }
    return tree;
  }

  private static boolean isOurs(String name) {
    return name.startsWith(PREFIX)
        && !NO_SETTINGS.contains(name)
        && !SERVICE_LINK.matcher(name).matches();
  }

  private Optional<Setting> settingOf(String name) {
    return settings.stream()
        .filter(setting -> matches(setting, name))
        .max(Comparator.comparingInt(setting -> setting.variable().length()));
  }

  private static boolean matches(Setting setting, String name) {
    return name.equals(setting.variable())
        || (setting.isMap() && name.startsWith(setting.variable() + '_'));
  }

  private static Branch branch(Setting setting, String name, Text text) {
    if (name.equals(setting.variable())) {
      return Branch.ofPath(setting.path(), setting.isMap() ? text.pairs() : text);
    }
    String words = name.substring(setting.variable().length() + 1).toLowerCase(Locale.ROOT);
    String key = words.replace("_", setting.keySeparator());
    return Branch.ofPath(Setting.append(setting.path(), key), text);
  }

  private String unknown(String name) {
    List<String> known = settings.stream().map(Setting::variable).toList();
    return "is the variable of no setting" + Spelling.didYouMean(name, known);
  }
}

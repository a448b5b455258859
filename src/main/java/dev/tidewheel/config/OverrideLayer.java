package dev.tidewheel.config;

import dev.tidewheel.config.Node.Branch;
import dev.tidewheel.config.Node.Text;
import java.util.List;
import java.util.Map;

/** Settings from the command line: dotted paths and their values. */
final class OverrideLayer {
  private static final String ORIGIN = "command line";

  private final List<Setting> settings;

  OverrideLayer(List<Setting> settings) {
    this.settings = settings;
  }

  Branch read(Map<String, String> overrides) {
    Branch tree = new Branch(Map.of(), ORIGIN);
    for (var override : overrides.entrySet()) {
      Text text = new Text(override.getValue(), ORIGIN);
      tree = tree.overlaidBy(Branch.ofPath(path(override.getKey()), text));
    }
    return tree;
  }

  /** The keys of a dotted path; what follows a map is one key, dots and all. */
  private List<String> path(String dotted) {
    return settings.stream()
        .filter(setting -> setting.isMap() && dotted.startsWith(setting.dotted() + '.'))
        .map(map -> Setting.append(map.path(), dotted.substring(map.dotted().length() + 1)))
        .findFirst()
        .orElseGet(() -> List.of(dotted.split("\\.", -1)));
  }
}

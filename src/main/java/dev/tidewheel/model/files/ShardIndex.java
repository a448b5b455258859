package dev.tidewheel.model.files;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the index of sharded weights. */
public final class ShardIndex {
  private static final Pattern FILE_NAME = Pattern.compile("[\\w.-]+\\.safetensors");

  private ShardIndex() {}

  /**
   * Reads which tensor is in which file.
   *
   * @return file names, which lie beside the index, by tensor
   * @throws ModelException if the index is no index, or points out of its folder
   */
  public static Map<String, String> read(Path index) {
    JsonObject json = JsonObject.read(index);
    JsonObject map =
        json.object("weight_map")
            .orElseThrow(() -> json.refused("has no weight_map", "Download the index again"));
    Map<String, String> files = new LinkedHashMap<>();
    for (String tensor : map.keys()) {
      String file = map.text(tensor, "");
      if (!FILE_NAME.matcher(file).matches()) {
        throw map.refusedValue(
            tensor, "is not a safetensors file beside the index", "Download the index again");
      }
      files.put(tensor, file);
    }
    return files;
  }
}

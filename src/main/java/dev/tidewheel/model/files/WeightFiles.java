package dev.tidewheel.model.files;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * The weights of one network, in one file or sharded over several; not safe for use by several
 * threads.
 */
public final class WeightFiles implements AutoCloseable {
  /** The most elements of 4 bytes that a Java buffer holds. */
  private static final long LARGEST = Integer.MAX_VALUE / Float.BYTES;

  private record Place(Safetensors file, String name) {}

  /** The file to name where a tensor is missing: the index, or the only file. */
  private final Path origin;

  private final List<Safetensors> files;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private WeightFiles(Path origin, List<Safetensors> files) {
    this.origin = origin;
    this.files = files;
    for (Safetensors file : files) {
      file.names().stream()
          .filter(name -> !TensorNames.isCount(name) && !TensorNames.isSecondName(name))
          .forEach(name -> add(file, name));
    }
    for (Safetensors file : files) {
      file.names().stream()
          .filter(TensorNames::isSecondName)
          .forEach(name -> places.putIfAbsent(TensorNames.current(name), new Place(file, name)));
    }
  }

  private void add(Safetensors file, String name) {
    if (places.put(TensorNames.current(name), new Place(file, name)) != null) {
      throw new ModelException(
          file.file(), "tensor " + name + " is there twice", "Keep one of them");
    }
  }

  /**
   * Opens the files that a location names.
   *
   * @throws ModelException if one cannot be read, or an index and its shards disagree
   */
  public static WeightFiles open(WeightLocation location) {
    return switch (location) {
      case WeightLocation.One(Path file) -> open(file, List.of(file));
      case WeightLocation.Sharded(Path index) -> sharded(index);
    };
  }

  private static WeightFiles sharded(Path index) {
    Map<String, String> map = ShardIndex.read(index);
    List<Path> shards =
        new LinkedHashSet<>(map.values()).stream().map(index::resolveSibling).toList();
    WeightFiles files = open(index, shards);
    try {
      files.requireIndex(map);
      return files;
    } catch (ModelException e) {
      files.close();
      throw e;
    }
  }

  private static WeightFiles open(Path origin, List<Path> paths) {
    List<Safetensors> files = new ArrayList<>();
    try {
      for (Path path : paths) {
        files.add(Safetensors.open(path));
      }
      return new WeightFiles(origin, List.copyOf(files));
    } catch (ModelException e) {
      files.forEach(Safetensors::close);
      throw e;
    }
  }

  private void requireIndex(Map<String, String> map) {
    map.forEach(
        (tensor, shard) -> {
          if (files.stream()
              .noneMatch(file -> file.file().endsWith(shard) && file.names().contains(tensor))) {
            throw new ModelException(
                origin,
                "tensor " + tensor + " is not in " + shard,
                "Download the shards and their index again");
          }
        });
  }

  /**
   * Checks that the files hold what a network needs.
   *
   * @return the tensors that it does not need, as the files name them
   * @throws ModelException naming the tensors that are missing, misshapen or of a wrong type
   */
  public List<String> require(Collection<TensorSpec> specs) {
    SequencedSet<String> leftOver = new LinkedHashSet<>(places.keySet());
    List<String> missing = new ArrayList<>();
    for (TensorSpec spec : specs) {
      if (leftOver.remove(spec.name())) {
        requireShape(spec);
      } else {
        missing.add(spec.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new ModelException(
          origin, named(missing) + " missing", "Use the weights that belong to config.json");
    }
    return leftOver.stream().map(name -> place(name).name()).toList();
  }

  /**
   * Checks that the files hold what a network needs and nothing else.
   *
   * @throws ModelException naming the tensors that are missing, misshapen, of a wrong type, or left
   *     over
   */
  public void requireExactly(Collection<TensorSpec> specs) {
    List<String> leftOver = require(specs);
    if (!leftOver.isEmpty()) {
      throw new ModelException(
          origin,
          named(leftOver) + " not part of the network that config.json describes",
          "Use the weights that belong to config.json");
    }
  }

  private void requireShape(TensorSpec spec) {
    Place place = place(spec.name());
    TensorInfo info = info(spec.name());
    if (!info.shape().equals(spec.shape())) {
      throw new ModelException(
          place.file().file(),
          "tensor %s has the shape %s, but config.json needs %s"
              .formatted(place.name(), info.shape(), spec.shape()),
          "Use the weights that belong to config.json");
    }
    place.file().requireWeight(info);
    if (spec.elements() > LARGEST) {
      throw new ModelException(
          place.file().file(),
          "tensor " + place.name() + " is larger than 2 GiB",
          "Use a smaller model");
    }
  }

  /** What a header says of a tensor. */
  public TensorInfo info(String name) {
    Place place = place(name);
    return place.file().info(place.name());
  }

  /** A tensor as 32-bit floats. */
  public MemorySegment floats(String name, Arena memory) {
    Place place = place(name);
    return place.file().floats(place.name(), memory);
  }

  /** A tensor as 32-bit floats on the manager's device; of the file's own bytes none stay. */
  public NDArray upload(TensorSpec spec, NDManager manager) {
    long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
    Place place = place(spec.name());
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment floats = floats(spec.name(), memory);
      place.file().release(place.name());
      // On a CPU the first array only borrows the memory; its duplicate is libtorch's own.
      try (NDArray borrowed =
          manager.create(floats.asByteBuffer(), new Shape(shape), DataType.FLOAT32)) {
        return borrowed.duplicate();
      }
    }
  }

  /** What the headers say of all tensors. */
  public List<TensorInfo> tensors() {
    return places.keySet().stream().map(this::info).toList();
  }

  @Override
  public void close() {
    files.forEach(Safetensors::close);
  }

  private Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new ModelException(
          origin, "tensor " + name + " is missing", "Use the weights that belong to config.json");
    }
    return place;
  }

  private static String named(List<String> tensors) {
    int shown = Math.min(3, tensors.size());
    String names = String.join(", ", tensors.subList(0, shown));
    return tensors.size() == 1
        ? "tensor " + names + " is"
        : "tensors "
            + names
            + (shown < tensors.size() ? " and " + (tensors.size() - shown) + " more" : "")
            + " are";
  }
}

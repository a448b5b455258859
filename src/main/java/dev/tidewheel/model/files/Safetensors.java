package dev.tidewheel.model.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/**
 * A memory-mapped safetensors file of any size.
 *
 * <p>Layout: the header's length as a little-endian 64-bit number, the header in JSON, the tensors'
 * bytes. The header is checked wholly before anything is read by it. Not safe for use by several
 * threads.
 */
public final class Safetensors implements AutoCloseable {
  private static final int LENGTH_BYTES = 8;

  /** The limit of the format's own reader. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final Arena arena;
  private final MemorySegment data;
  private final Map<String, TensorInfo> tensors;

  private Safetensors(Path file, Arena arena, MemorySegment data, Map<String, TensorInfo> tensors) {
    this.file = file;
    this.arena = arena;
    this.data = data;
    this.tensors = tensors;
  }

  /**
   * Maps a file and checks its header.
   *
   * @param file the file
   * @return the open file, to be used and closed by the calling thread
   * @throws ModelException if the file cannot be read or breaks a rule of the format
   */
  public static Safetensors open(Path file) {
    Arena arena = Arena.ofConfined();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      long headerBytes = headerBytes(file, bytes);
      MemorySegment data = bytes.asSlice(LENGTH_BYTES + headerBytes);
      byte[] json = bytes.asSlice(LENGTH_BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
      return new Safetensors(
          file, arena, data, SafetensorsHeader.parse(file, json, data.byteSize()));
    } catch (NoSuchFileException e) {
      arena.close();
      throw new ModelException(
          file, "cannot be read: it is not there", "Download the whole folder again", e);
    } catch (IOException e) {
      arena.close();
      throw new ModelException(
          file, "cannot be read: " + e.getMessage(), "Check the path and its permissions", e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** The file that is open. */
  public Path file() {
    return file;
  }

  /** The names of the tensors, in the order of their bytes. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * What the header says of a tensor.
   *
   * @throws ModelException if there is no such tensor
   */
  public TensorInfo info(String name) {
    TensorInfo tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelException(
          file, "tensor " + name + " is missing", "Download or save the file again");
    }
    return tensor;
  }

  /**
   * Reads a tensor of type F32, F16 or BF16 as 32-bit floats in this machine's byte order; every
   * value is exact.
   *
   * @param name the tensor
   * @param memory where the copy is made
   * @throws ModelException if there is no such tensor or it has another type
   */
  public MemorySegment floats(String name, Arena memory) {
    TensorInfo tensor = info(name);
    requireWeight(tensor);
    MemorySegment source = data.asSlice(tensor.begin(), tensor.bytes());
    long elements = tensor.elements();
    MemorySegment floats = memory.allocate(ValueLayout.JAVA_FLOAT, elements);
    switch (tensor.type()) {
      case F32 -> MemorySegment.copy(source, INT, 0, floats, ValueLayout.JAVA_INT, 0, elements);
      case F16 -> {
        for (long i = 0; i < elements; i++) {
          floats.setAtIndex(
              ValueLayout.JAVA_FLOAT, i, Float.float16ToFloat(source.getAtIndex(SHORT, i)));
        }
      }
      default -> {
        for (long i = 0; i < elements; i++) {
          floats.setAtIndex(ValueLayout.JAVA_INT, i, source.getAtIndex(SHORT, i) << 16);
        }
      }
    }
    return floats;
  }

  /** Gives the memory back that a tensor's bytes have taken; they can be read again. */
  void release(String name) {
    TensorInfo tensor = info(name);
    if (tensor.bytes() > 0) {
      data.asSlice(tensor.begin(), tensor.bytes()).unload();
    }
  }

  /** Reads a tensor of one of the same types as doubles. */
  public double[] doubles(String name) {
    try (Arena memory = Arena.ofConfined()) {
      float[] floats = floats(name, memory).toArray(ValueLayout.JAVA_FLOAT);
      double[] doubles = new double[floats.length];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = floats[i];
      }
      return doubles;
    }
  }

  /** Unmaps the file; copies stay valid. */
  @Override
  public void close() {
    arena.close();
  }

  /** Refuses a type that a network's weights cannot have here. */
  public void requireWeight(TensorInfo tensor) {
    if (!tensor.type().isWeight()) {
      throw new ModelException(
          file,
          "tensor %s has the dtype %s, which is not supported"
              .formatted(tensor.name(), tensor.type()),
          "Save the model in F32, F16 or BF16");
    }
  }

  private static long headerBytes(Path file, MemorySegment bytes) {
    String cure = "Download or save the file again";
    if (bytes.byteSize() < LENGTH_BYTES) {
      throw new ModelException(file, "is too short to be a safetensors file", cure);
    }
    long length = bytes.get(LENGTH, 0);
    if (length < 0 || length > LONGEST_HEADER) {
      throw new ModelException(
          file,
          "asks for a header of "
              + Long.toUnsignedString(length)
              + " bytes, which no safetensors file has",
          cure);
    }
    if (length > bytes.byteSize() - LENGTH_BYTES) {
      throw new ModelException(
          file, "is truncated: it ends within its header of " + length + " bytes", cure);
    }
    return length;
  }
}

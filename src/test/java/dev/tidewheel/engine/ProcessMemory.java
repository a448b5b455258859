package dev.tidewheel.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a process holds (Linux with glibc).
 *
 * @param resident bytes in physical memory
 * @param allocated bytes that malloc has handed out and not got back: native tensors and the
 *     records about them, whether or not Java still knows of them
 * @param tensors arrays of DJL on the heap after a collection: native tensors that Java knows of
 */
record ProcessMemory(long resident, long allocated, long tensors) {
  private static final int PAGE = 4096;
  private static final int MMAPPED_BYTES = 4;
  private static final int ALLOCATED_BYTES = 7;
  private static final int FIELDS = 10;

  private static final Pattern TENSORS =
      Pattern.compile("(\\d+) +\\d+ +ai\\.djl\\.pytorch\\.engine\\.PtNDArray\\s");

  /** The memory of this process, after its garbage is gone. */
  static ProcessMemory now() throws IOException {
    // The histogram collects garbage before it counts.
    Matcher line = TENSORS.matcher(histogram());
    long tensors = line.find() ? Long.parseLong(line.group(1)) : 0;
    long resident =
        Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
    return new ProcessMemory(resident, allocatedBytes(), tensors);
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks {@code mallinfo2(3)}. */
  private static long allocatedBytes() {
    Linker linker = Linker.nativeLinker();
    MemoryLayout structure =
        MemoryLayout.structLayout(
            Collections.nCopies(FIELDS, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new));
    MethodHandle mallinfo2 =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mallinfo2"), FunctionDescriptor.of(structure));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = (MemorySegment) mallinfo2.invoke((SegmentAllocator) arena);
      return info.getAtIndex(ValueLayout.JAVA_LONG, ALLOCATED_BYTES)
          + info.getAtIndex(ValueLayout.JAVA_LONG, MMAPPED_BYTES);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** A line of three numbers. */
  String line() {
    return resident + " " + allocated + " " + tensors;
  }

  static ProcessMemory read(String line) {
    String[] numbers = line.split(" ");
    return new ProcessMemory(
        Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
  }
}

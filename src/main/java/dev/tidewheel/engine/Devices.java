package dev.tidewheel.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Devices by name, and the threads of the CPU one. */
public final class Devices {
  private static final String CUDA = "cuda";
  private static final Pattern FORM = Pattern.compile("cpu|cuda(:(?<index>\\d{1,3}))?");

  private static final AtomicInteger THREADS =
      new AtomicInteger(Runtime.getRuntime().availableProcessors());

  /** What each thread was told last. */
  private static final ThreadLocal<Integer> USED = ThreadLocal.withInitial(() -> 0);

  private Devices() {}

  /**
   * The device of a name.
   *
   * @param name {@code cpu}, {@code cuda} or {@code cuda:N}
   * @throws DeviceException where this machine or this build of libtorch has no such device
   */
  public static Device named(String name) {
    Matcher form = FORM.matcher(name.toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new DeviceException("device '%s': give cpu, cuda or cuda:N".formatted(name));
    }
    if (!form.group().startsWith(CUDA)) {
      return Device.cpu();
    }
    int index = form.group("index") == null ? 0 : Integer.parseInt(form.group("index"));
    int count = libtorch().getGpuCount();
    if (index >= count) {
      throw new DeviceException(
          "device %s: libtorch sees %d GPUs; check the driver, and that a CUDA build is used (PYTORCH_LIBRARY_PATH, see README)"
              .formatted(name, count));
    }
    return Device.gpu(index);
  }

  /** The name of a device, such as {@code cpu} or {@code cuda:0}. */
  public static String nameOf(Device device) {
    return device.isGpu() ? CUDA + ":" + device.getDeviceId() : "cpu";
  }

  /**
   * Sets how many threads evaluations on the CPU may use, for all engines that are made and all
   * threads that start to use libtorch from now on.
   */
  public static void setThreads(int threads) {
    THREADS.set(threads);
    useThreads(threads);
  }

  /** Threads that evaluations on the CPU may use; all cores where nothing else was set. */
  public static int threads() {
    return THREADS.get();
  }

  /** Lets all threads share the operators that this thread calls from now on. */
  public static void useAllThreads() {
    useThreads(threads());
  }

  /**
   * Sets how many threads may share an operator that this thread calls. To tell libtorch costs it
   * what it has prepared for its operators, so it is told of changes only.
   */
  static void useThreads(int threads) {
    int before = USED.get();
    if (before == threads) {
      return;
    }
    Engine _ = libtorch();
    if (before == 0) {
      int _ = JniUtils.getNumThreads(); // or the thread's first operator would set another number
    }
    JniUtils.setNumThreads(threads);
    USED.set(threads);
  }

  /** The version of libtorch that is loaded, such as {@code 2.7.1}. */
  public static String libtorchVersion() {
    return libtorch().getVersion();
  }

  /** Asking for it loads it. */
  private static Engine libtorch() {
    return Engine.getEngine("PyTorch");
  }

  /** A device that is not there. */
  public static final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DeviceException(String message) {
      super(message);
    }
  }
}

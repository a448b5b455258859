package dev.tidewheel.cli;

/** What the process tells its caller. Scripts rely on these numbers. */
public final class ExitCodes {
  /** All is well. */
  public static final int OK = 0;

  /** The work was tried and failed, wholly or in part. */
  public static final int WORK_FAILED = 1;

  /** The command line or the settings are wrong; nothing was tried. */
  public static final int USAGE = 2;

  /** Something around the program is missing: a file, a broker, a device. */
  public static final int ENVIRONMENT = 3;

  /** Stopped by Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private ExitCodes() {}
}

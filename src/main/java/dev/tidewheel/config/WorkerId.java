package dev.tidewheel.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Names for workers that were given none. */
public final class WorkerId {
  private static final int FOUR_LETTERS = 36 * 36 * 36 * 36;

  private WorkerId() {}

  /** The host name and four random characters: workers of one host differ, and so do its runs. */
  public static String generate() {
    int random = ThreadLocalRandom.current().nextInt(FOUR_LETTERS);
    String suffix = Integer.toString(FOUR_LETTERS + random, 36).substring(1);
    return hostName().replaceAll("[^A-Za-z0-9._-]", "-") + '-' + suffix;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "worker"; // a host without a name; the suffix still tells workers apart
    }
  }
}

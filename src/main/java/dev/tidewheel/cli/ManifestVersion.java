package dev.tidewheel.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar's manifest. */
final class ManifestVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Tidewheel.class.getPackage().getImplementationVersion();
    return new String[] {
      "tidewheel " + Optional.ofNullable(version).orElse("(not from a jar)"),
      "Java " + Runtime.version()
    };
  }
}

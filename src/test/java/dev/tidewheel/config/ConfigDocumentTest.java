package dev.tidewheel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.Document;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the settings in the documentation to those of the program. */
class ConfigDocumentTest {
  private static final List<Setting> SETTINGS = Setting.of(WorkerConfig.class);
  private static final List<String> SECTIONS =
      SETTINGS.stream().map(setting -> setting.path().getFirst()).distinct().toList();

  @Test
  void settingsExist() throws IOException {
    for (Document document : Document.all()) {
      assertThat(document.codeWords().stream().filter(ConfigDocumentTest::looksLikeASetting))
          .as("settings in %s", document.path())
          .allMatch(ConfigDocumentTest::isSetting);
    }
  }

  private static boolean looksLikeASetting(String word) {
    return word.matches("[a-z]+(\\.[A-Za-z-]+)+") && SECTIONS.contains(word.split("\\.")[0]);
  }

  private static boolean isSetting(String word) {
    return SETTINGS.stream()
        .anyMatch(
            setting ->
                setting.dotted().equals(word)
                    || setting.dotted().startsWith(word + '.')
                    || (setting.isMap() && word.startsWith(setting.dotted() + '.')));
  }

  @Test
  void environmentVariablesExist() throws IOException {
    for (Document document : Document.all()) {
      assertThat(
              Stream.concat(document.codeWords().stream(), document.blockLines().stream())
                  .flatMap(line -> Stream.of(line.split("[^A-Z0-9_*]")))
                  .filter(word -> word.matches("TIDEWHEEL_[A-Z0-9_]+")))
          .as("variables in %s", document.path())
          .allMatch(ConfigDocumentTest::isVariable);
    }
  }

  private static boolean isVariable(String name) {
    return EnvironmentLayer.NO_SETTINGS.contains(name)
        || SETTINGS.stream()
            .anyMatch(
                setting ->
                    setting.variable().equals(name)
                        || (setting.isMap() && name.startsWith(setting.variable() + '_')));
  }
}

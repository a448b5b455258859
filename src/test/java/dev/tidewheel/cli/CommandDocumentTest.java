package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.Document;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds the commands in the documentation to those of the program. */
class CommandDocumentTest {
  private static final String LAUNCHER = "./tidewheel ";

  @Test
  void commandsAndTheirOptionsExist() throws IOException {
    for (Document document : Document.all()) {
      Stream.concat(document.codeWords().stream(), document.blockLines().stream())
          .filter(line -> line.startsWith(LAUNCHER))
          .map(line -> line.substring(LAUNCHER.length()))
          .forEach(line -> assertExists(line, document));
    }
  }

  private static void assertExists(String line, Document document) {
    List<String> words = Arrays.asList(line.replaceFirst("\\s(#|[|>&;]).*", "").split("\\s+"));
    CommandLine command = Tidewheel.commandLine(Map.of());
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        break;
      }
      command = next;
    }
    String name = command.getCommandSpec().qualifiedName();
    assertThat(words.getFirst())
        .as("command of '%s' in %s", line, document.path())
        .satisfiesAnyOf(
            first -> assertThat(name).startsWith("tidewheel " + first),
            first -> assertThat(first).startsWith("-"),
            first -> assertThat(first).startsWith("<"));
    assertThat(words.stream().filter(word -> word.startsWith("--")).map(w -> w.split("=")[0]))
        .as("options of '%s' in %s", line, document.path())
        .isSubsetOf(command.getCommandSpec().optionsMap().keySet());
  }
}

package dev.tidewheel.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.GenerationRequest;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OptionNamesTest {
  private static final Set<String> WITHOUT_OPTION = Set.of("id", "format", "metadata");

  @Test
  void everyFieldHasAnOptionOfSubmit() {
    CommandLine submit =
        requireNonNull(Tidewheel.commandLine(Map.of()).getSubcommands().get("submit"));
    Set<String> options = submit.getCommandSpec().optionsMap().keySet();
    assertThat(fields()).isNotEmpty();
    assertThat(fields().map(OptionNames::of)).isSubsetOf(options);
  }

  private static Stream<String> fields() {
    Stream<String> plain =
        GenerationRequest.getClassSchema().getFields().stream()
            .map(Schema.Field::name)
            .filter(name -> !WITHOUT_OPTION.contains(name));
    return Stream.concat(
        plain, Stream.of("steps.count", "steps.tolerance", "steps.minimum", "steps.maximum"));
  }

  @Test
  void whatHasNoOptionKeepsItsName() {
    assertThat(OptionNames.of("headers")).isEqualTo("headers");
  }
}

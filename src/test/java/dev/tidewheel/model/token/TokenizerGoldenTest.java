package dev.tidewheel.model.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares tokens with transformers; tools/golden_tokens.py makes the files. */
class TokenizerGoldenTest {
  private static final Path GOLDENS =
      Path.of(System.getProperty("tidewheel.goldens.tokens", "src/test/resources/golden/tokens"));

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void agreesWithTransformers(Path folder) throws IOException {
    List<String> differences = new ArrayList<>();
    try (Tokenizer tokenizer = tokenizer(folder)) {
      for (String line : Files.readAllLines(folder.resolve("golden.jsonl"))) {
        JsonNode golden = JSON.readTree(line);
        Tokens expected = expected(golden);
        Tokens found = tokenizer.tokens(golden.get(0).textValue(), golden.get(1).intValue());
        if (!found.equals(expected)) {
          differences.add("%s%n  found    %s%n  expected %s".formatted(line, found, expected));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static Tokenizer tokenizer(Path folder) {
    return folder.getFileName().toString().startsWith("clip")
        ? ClipTokenizer.read(folder)
        : T5Tokenizer.read(folder);
  }

  /** The file leaves out the repetitions of the last number. */
  private static Tokens expected(JsonNode golden) {
    List<Long> numbers = new ArrayList<>();
    golden.get(2).forEach(number -> numbers.add(number.longValue()));
    while (numbers.size() < golden.get(1).intValue()) {
      numbers.add(numbers.getLast());
    }
    return new Tokens(numbers, Optional.ofNullable(golden.get(3).textValue()));
  }
}

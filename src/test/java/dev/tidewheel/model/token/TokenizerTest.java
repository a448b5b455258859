package dev.tidewheel.model.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  private static final Path GOLDENS = Path.of("src/test/resources/golden/tokens");
  private static final Path CLIP = GOLDENS.resolve("clip-end");
  private static final Path T5 = GOLDENS.resolve("t5-spiece");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aTextThatJustFitsIsNotCut() {
    try (Tokenizer tokenizer = ClipTokenizer.read(CLIP)) {
      Tokens whole = tokenizer.tokens("a cat", 4);
      Tokens cut = tokenizer.tokens("a cat", 3);

      assertThat(whole.numbers()).hasSize(4);
      assertThat(whole.cut()).isEmpty();
      assertThat(cut.numbers()).hasSize(3).last().isEqualTo(whole.numbers().getLast());
      assertThat(cut.cut()).hasValue("cat");
    }
  }

  @Test
  void halfOfASurrogatePairIsAQuestionMark() {
    try (Tokenizer tokenizer = ClipTokenizer.read(CLIP)) {
      assertThat(tokenizer.tokens("a \ud83d b", 8)).isEqualTo(tokenizer.tokens("a ? b", 8));
    }
  }

  @Test
  void noLengthIsTooShortForTheMarksAlone() {
    try (Tokenizer tokenizer = ClipTokenizer.read(CLIP)) {
      assertThat(tokenizer.tokens("a cat", 2).numbers()).hasSize(2);
      assertThatThrownBy(() -> tokenizer.tokens("a cat", 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void severalThreadsShareATokenizer() {
    try (Tokenizer tokenizer = T5Tokenizer.read(T5)) {
      List<String> texts = IntStream.range(0, 500).mapToObj(i -> "the cat no. " + i % 7).toList();

      List<Tokens> together = texts.parallelStream().map(t -> tokenizer.tokens(t, 32)).toList();

      assertThat(together).isEqualTo(texts.stream().map(t -> tokenizer.tokens(t, 32)).toList());
    }
  }

  @Test
  void theUsualLengthIsWhatTheFolderStates() throws IOException {
    copyVocabulary();
    try (Tokenizer stated = ClipTokenizer.read(CLIP);
        Tokenizer silent = ClipTokenizer.read(folder)) {
      assertThat(stated.usualLength()).hasValue(77);
      assertThat(silent.usualLength()).isEmpty();
    }
    write("tokenizer_config.json", "{\"model_max_length\": 1000000000000000019884624838656}");
    try (Tokenizer endless = ClipTokenizer.read(folder)) {
      assertThat(endless.usualLength()).isEmpty();
    }
  }

  @Test
  void clipAlsoReadsATokenizerJsonThatIsAlone() throws IOException {
    List<List<String>> merges =
        Files.readAllLines(CLIP.resolve("merges.txt")).stream()
            .skip(1)
            .map(line -> List.of(line.split(" ")))
            .toList();
    ObjectNode json = JSON.createObjectNode();
    json.putObject("model")
        .<ObjectNode>set("vocab", JSON.readTree(CLIP.resolve("vocab.json").toFile()))
        .set("merges", JSON.valueToTree(merges));
    write("tokenizer.json", json.toString());
    String prompt = "A café, it's 20 <|endoftext|>!";

    try (Tokenizer files = ClipTokenizer.read(CLIP);
        Tokenizer whole = ClipTokenizer.read(folder)) {
      assertThat(whole.tokens(prompt, 77)).isEqualTo(files.tokens(prompt, 77));
    }
  }

  @Test
  void aFolderWithoutVocabularyIsRefused() {
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("vocab.json");
    assertThatThrownBy(() -> T5Tokenizer.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("spiece.model");
  }

  @Test
  void brokenFilesOfClipAreRefusedByName() throws IOException {
    copyVocabulary();
    write("merges.txt", "#version: 0.2\na b c\n");
    assertRefusal("merges.txt", "a b c");
    Files.delete(folder.resolve("merges.txt"));
    assertRefusal("merges.txt", "cannot be read");
    write("merges.txt", "zzz yyy\n");
    assertRefusal("vocab.json", "zzz");
    write("vocab.json", "{\"a\": \"b\"}");
    assertRefusal("vocab.json", "gives a no number");
    Files.delete(folder.resolve("vocab.json"));
    write("tokenizer.json", "{\"model\": {\"vocab\": [[\"a\", 0.1]]}}");
    assertRefusal("tokenizer.json", "no byte pairs");
  }

  private void assertRefusal(String file, String why) {
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"padding_side", "truncation_side"})
  void onlyTheRightSideIsPaddedAndCut(String side) throws IOException {
    copyVocabulary();
    write("tokenizer_config.json", "{\"" + side + "\": \"left\"}");
    assertRefusal("tokenizer_config.json", side);
  }

  @Test
  void brokenSpecialTokensAreRefusedByName() throws IOException {
    copyVocabulary();
    write("tokenizer_config.json", "{\"added_tokens_decoder\": {\"x\": \"<a>\"}}");
    assertRefusal("tokenizer_config.json", "the key x");
    write("tokenizer_config.json", "{\"eos_token\": 7}");
    assertRefusal("tokenizer_config.json", "eos_token names no token");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 5000, 200_000})
  void aTruncatedModelOfPiecesIsRefused(int length) throws IOException {
    byte[] whole = Files.readAllBytes(T5.resolve("spiece.model"));
    Files.write(folder.resolve("spiece.model"), Arrays.copyOf(whole, length));

    assertThatThrownBy(() -> T5Tokenizer.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("spiece.model: is no SentencePiece model");
  }

  @Test
  void aModelOfPiecesOfAnotherKindIsRefused() throws IOException {
    // A piece "a" without score, and a trainer's specification with the type 2, byte pairs.
    byte[] pairs = {0x0a, 3, 0x0a, 1, 'a', 0x12, 2, 0x18, 2};
    Files.write(folder.resolve("spiece.model"), pairs);
    assertThatThrownBy(() -> T5Tokenizer.read(folder)).hasMessageContaining("no unigram model");

    Files.write(folder.resolve("spiece.model"), new byte[0]);
    assertThatThrownBy(() -> T5Tokenizer.read(folder)).hasMessageContaining("holds no pieces");
  }

  @Test
  void aTokenizerJsonOfAnotherKindIsRefused() throws IOException {
    write("tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 0}}}");

    assertThatThrownBy(() -> T5Tokenizer.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tokenizer.json: holds no list of pieces");
  }

  @Test
  void paddingFollowsTheEndToken() {
    try (Tokenizer tokenizer = ClipTokenizer.read(GOLDENS.resolve("clip-exclamation"))) {
      List<Long> numbers = tokenizer.tokens("", 6).numbers();

      assertThat(numbers.subList(2, 6)).isEqualTo(Collections.nCopies(4, 0L));
      assertThat(numbers.getFirst() + 1).isEqualTo(numbers.get(1));
    }
  }

  private void copyVocabulary() throws IOException {
    for (String name : List.of("vocab.json", "merges.txt")) {
      Files.copy(CLIP.resolve(name), folder.resolve(name));
    }
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}

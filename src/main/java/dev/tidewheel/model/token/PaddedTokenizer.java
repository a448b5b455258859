package dev.tidewheel.model.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.files.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The tokenizers library, with the marks, the padding and the cutting of the pipelines. */
final class PaddedTokenizer implements Tokenizer {
  /**
   * The tokens around a text.
   *
   * @param start the first of each text, if there is one
   * @param end the last of each text
   * @param padding fills a text up
   */
  record Frame(OptionalLong start, long end, long padding) {}

  private static final Map<String, String> OPTIONS =
      Map.of("truncation", "false", "padding", "false");

  static {
    // On a machine with a GPU the library would download a build of itself for it, or fail to.
    System.setProperty("RUST_FLAVOR", System.getProperty("RUST_FLAVOR", "cpu"));
  }

  private final HuggingFaceTokenizer library;
  private final Frame frame;
  private final OptionalInt usualLength;
  private final long words;

  private PaddedTokenizer(
      HuggingFaceTokenizer library, Frame frame, OptionalInt usualLength, long words) {
    this.library = library;
    this.frame = frame;
    this.usualLength = usualLength;
    this.words = words;
  }

  /**
   * Loads what a folder describes.
   *
   * @param description rules and vocabulary in the library's own format
   * @param words one more than the largest number of a token
   * @param file what to name if the library refuses it
   */
  static Tokenizer load(
      ObjectNode description, long words, Frame frame, OptionalInt usualLength, Path file) {
    var bytes = new ByteArrayInputStream(description.toString().getBytes(UTF_8));
    try {
      return new PaddedTokenizer(
          HuggingFaceTokenizer.newInstance(bytes, OPTIONS), frame, usualLength, words);
    } catch (IOException e) {
      throw new UncheckedIOException("a read from memory failed", e);
    } catch (RuntimeException e) {
      throw new ModelException(
          file,
          "does not make a tokenizer: " + e.getMessage(),
          "Download the tokenizer's folder again",
          e);
    }
  }

  @Override
  public Tokens tokens(String text, int length) {
    if (length < 2) {
      throw new IllegalArgumentException("a length of " + length + " leaves no room for a text");
    }
    // The bytes cannot hold half of a surrogate pair, which the native side does not take.
    String whole = new String(text.getBytes(UTF_8), UTF_8);
    long[] content = library.encode(whole, false, false).getIds();
    int room = length - 1 - (frame.start().isPresent() ? 1 : 0);
    if (content.length <= room) {
      return new Tokens(framed(content, length), Optional.empty());
    }
    String rest = library.decode(Arrays.copyOfRange(content, room, content.length), false);
    return new Tokens(framed(Arrays.copyOf(content, room), length), Optional.of(rest.strip()));
  }

  private List<Long> framed(long[] content, int length) {
    List<Long> numbers = new ArrayList<>(length);
    frame.start().ifPresent(numbers::add);
    Arrays.stream(content).forEach(numbers::add);
    numbers.add(frame.end());
    numbers.addAll(Collections.nCopies(length - numbers.size(), frame.padding()));
    return numbers;
  }

  @Override
  public OptionalInt usualLength() {
    return usualLength;
  }

  @Override
  public long words() {
    return words;
  }

  @Override
  public void close() {
    library.close();
  }
}

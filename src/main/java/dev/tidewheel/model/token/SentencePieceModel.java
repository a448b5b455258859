package dev.tidewheel.model.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code spiece.model}: a protobuf message of SentencePiece, of which the pieces and the map of
 * characters are read.
 *
 * @param pieces in the order of their numbers
 * @param characterMap how characters are normalised, compiled; empty if they are not
 */
record SentencePieceModel(List<Piece> pieces, byte[] characterMap) {
  /** Far beyond any vocabulary. */
  private static final long LONGEST_FILE = 64 << 20;

  private static final int UNIGRAM = 1;

  /**
   * A piece of words.
   *
   * @param text its characters, with a mark for the start of a word
   * @param score the logarithm of its probability
   * @param kind what SentencePiece uses it for
   */
  record Piece(String text, float score, int kind) {
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    /** The token that it makes special, if it does. */
    Optional<SpecialToken> mark() {
      return kind == CONTROL || kind == USER_DEFINED
          ? Optional.of(new SpecialToken(text, false, false, false, false, kind == CONTROL))
          : Optional.empty();
    }
  }

  /**
   * Reads a file.
   *
   * @throws ModelException if it is absent or no model of that kind
   */
  static SentencePieceModel read(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new ModelException(file, "is larger than any vocabulary", "Download it again");
      }
      SentencePieceModel model =
          model(file, new Protobuf(ByteBuffer.wrap(Files.readAllBytes(file))));
      if (model.pieces().isEmpty()) {
        throw new ModelException(file, "holds no pieces", "Download it again");
      }
      return model;
    } catch (IOException e) {
      throw new ModelException(
          file,
          "cannot be read",
          "Give a tokenizer's folder with tokenizer.json or spiece.model",
          e);
    } catch (Protobuf.MalformedException e) {
      throw new ModelException(
          file, "is no SentencePiece model: " + e.getMessage(), "Download it again", e);
    }
  }

  private static SentencePieceModel model(Path file, Protobuf message) {
    List<Piece> pieces = new ArrayList<>();
    byte[] characterMap = {};
    while (message.next()) {
      switch (message.field()) {
        case 1 -> pieces.add(piece(message.message()));
        case 2 -> requireUnigram(file, message.message());
        case 3 -> characterMap = characterMap(message.message(), characterMap);
        default -> message.skip();
      }
    }
    return new SentencePieceModel(List.copyOf(pieces), characterMap);
  }

  private static Piece piece(Protobuf message) {
    String text = "";
    float score = 0;
    int kind = Piece.NORMAL;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> text = new String(message.bytes(), UTF_8);
        case 2 -> score = message.number32();
        case 3 -> kind = message.integer();
        default -> message.skip();
      }
    }
    return new Piece(text, score, kind);
  }

  private static void requireUnigram(Path file, Protobuf message) {
    while (message.next()) {
      if (message.field() != 3) {
        message.skip();
      } else if (message.integer() != UNIGRAM) {
        throw new ModelException(
            file, "is no unigram model", "Use the tokenizer that belongs to the model");
      }
    }
  }

  private static byte[] characterMap(Protobuf message, byte[] before) {
    byte[] map = before;
    while (message.next()) {
      if (message.field() == 2) {
        map = message.bytes();
      } else {
        message.skip();
      }
    }
    return map;
  }
}

package dev.tidewheel.admission;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What becomes of what is said in words. */
final class TextRules {
  private final Ask.Wording wording;
  private final Offer offer;
  private final Limits limits;
  private final Findings findings;

  TextRules(Ask ask, Offer offer, Limits limits, Findings findings) {
    this.wording = ask.wording();
    this.offer = offer;
    this.limits = limits;
    this.findings = findings;
  }

  /** Finds what is wrong with it. */
  void check() {
    int prompts = offer.reading().map(Offer.Reading::prompts).orElse(0);
    checkText("prompt", wording.prompt(), prompts >= 1);
    checkText("prompt2", wording.prompt2(), prompts >= 2);
    checkText("prompt3", wording.prompt3(), prompts >= 3);
    checkText("negativePrompt", wording.negativePrompt(), prompts >= 1);
    wording.clipSkip().ifPresent(this::checkClipSkip);
    wording.maxSequenceLength().ifPresent(this::checkLength);
  }

  private void checkText(String field, Optional<String> text, boolean read) {
    text.ifPresent(
        words -> {
          if (words.length() > limits.promptLength()) {
            findings.refuse(
                field, "has %d characters; the limit is %d", words.length(), limits.promptLength());
          }
          if (!read) {
            refuse(field, "reads no text of its own for it");
          }
        });
  }

  private void checkClipSkip(int layers) {
    int most = offer.reading().map(Offer.Reading::mostSkipped).orElse(0);
    if (most == 0) {
      refuse("clipSkip", "reads its text encoders to the end");
    } else if (layers < 0 || layers > most) {
      findings.refuse(
          "clipSkip", "is %d; model %s leaves out 0 to %d layers", layers, offer.model(), most);
    }
  }

  private void checkLength(int tokens) {
    Optional<Offer.Length> length = offer.reading().flatMap(Offer.Reading::length);
    if (length.isEmpty()) {
      refuse("maxSequenceLength", "always reads the same number of tokens");
    } else if (tokens < 1 || tokens > length.get().most()) {
      findings.refuse(
          "maxSequenceLength",
          "is %d; model %s reads 1 to %d tokens",
          tokens,
          offer.model(),
          length.get().most());
    }
  }

  private void refuse(String field, String why) {
    findings.refuse(
        field,
        "model %s %s; leave it out",
        offer.model(),
        offer.reading().isEmpty() ? "reads no text" : why);
  }

  /**
   * What is read, as diffusers' pipelines complete it: a second or third prompt that is missing or
   * empty is the first, and a missing one is empty.
   *
   * @param guided whether there is an unconditional evaluation too
   */
  Optional<Order.Wording> complete(boolean guided) {
    return offer.reading().map(reading -> complete(reading, guided));
  }

  private Order.Wording complete(Offer.Reading reading, boolean guided) {
    if (Stream.of(wording.prompt(), wording.prompt2(), wording.prompt3())
        .allMatch(Optional::isEmpty)) {
      findings.note("prompt", "is missing; the pictures show what the model makes of no words");
    }
    String prompt = wording.prompt().orElse("");
    return new Order.Wording(
        new Order.Prompts(prompt, own(wording.prompt2(), prompt), own(wording.prompt3(), prompt)),
        guided
            ? Optional.of(Order.Prompts.same(wording.negativePrompt().orElse("")))
            : Optional.empty(),
        wording.clipSkip().orElse(0),
        reading
            .length()
            .map(length -> OptionalInt.of(wording.maxSequenceLength().orElse(length.usual())))
            .orElseGet(OptionalInt::empty));
  }

  private static String own(Optional<String> text, String first) {
    return text.filter(words -> !words.isEmpty()).orElse(first);
  }
}

package dev.tidewheel.serving;

import dev.tidewheel.admission.Order;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.model.pipeline.PromptTexts;
import dev.tidewheel.model.pipeline.PromptTokens;
import dev.tidewheel.model.pipeline.TextPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The words of an order as tokens.
 *
 * @param prompts what the engine has read
 * @param cuts what was left out of them, a sentence each
 */
record Wordings(Drawing.Prompts prompts, List<String> cuts) {
  static Wordings of(Order.Wording wording, TextPlan plan) {
    PromptTokens positive = plan.tokens(texts(wording.positive(), wording, wording.clipSkip()));
    Optional<PromptTokens> negative =
        wording.negative().map(prompts -> plan.tokens(texts(prompts, wording, 0)));
    return new Wordings(
        new Drawing.Prompts(ServedPrompt.of(positive), negative.map(ServedPrompt::of)),
        Stream.concat(
                positive.cuts().stream(),
                negative.stream().flatMap(t -> t.cuts().stream()).map(cut -> "negative " + cut))
            .toList());
  }

  private static PromptTexts texts(Order.Prompts prompts, Order.Wording wording, int skip) {
    return new PromptTexts(
        prompts.first(), prompts.second(), prompts.third(), skip, wording.maxSequenceLength());
  }
}

package dev.tidewheel.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.sampling.Guidance;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.StrengthRule;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests for models that read text: Stable Diffusion, Stable Diffusion 3, FLUX and LCM. */
class TextAdmissionTest {
  private static final Limits LIMITS = new Limits(1024 * 1024, 64, 200, 40);

  private static final Offer SD =
      offer(
          "sd",
          new Offer.Reading(1, 11, Optional.empty()),
          new Guiding.ClassifierFree(),
          StrengthRule.STEPS_TAKEN_ROUNDED_DOWN,
          "ddim");
  private static final Offer SD3 =
      offer(
          "sd3",
          new Offer.Reading(3, 10, Optional.of(new Offer.Length(256, 512))),
          new Guiding.ClassifierFree(),
          StrengthRule.STEPS_SKIPPED_ROUNDED_DOWN,
          "euler");
  private static final Offer FLUX = flux(true);
  private static final Offer SCHNELL = flux(false);
  private static final Offer LCM =
      offer(
          "lcm",
          new Offer.Reading(1, 11, Optional.empty()),
          new Guiding.ToldOnly(),
          StrengthRule.STEPS_TAKEN_ROUNDED_DOWN,
          "euler");

  private static Offer flux(boolean heard) {
    return offer(
        "flux",
        new Offer.Reading(2, 0, Optional.of(new Offer.Length(512, 512))),
        new Guiding.Told(heard),
        StrengthRule.STEPS_SKIPPED_ROUNDED_DOWN,
        "euler");
  }

  /** The shift of its schedule follows the number of pixels, as FLUX' does. */
  private static Offer offer(
      String name, Offer.Reading reading, Guiding guiding, StrengthRule rule, String solver) {
    return new Offer(
        name,
        64,
        64,
        16,
        4096,
        new Offer.Classes.None(),
        Optional.of(reading),
        guiding,
        Optional.of(new Offer.Redrawing(rule, 0.6, true)),
        (width, height) ->
            new Recipe(
                Parametrisation.flowMatching(1000),
                Solvers.named(solver).orElseThrow(),
                new ShiftedSchedule(1 + width * height / 4096.0)),
        new Offer.Defaults("model", "model", new Steps.Fixed(5), 3.5));
  }

  private static Order order(Offer offer, Asking asking) {
    Verdict verdict = Admission.judge(asking.ask(), offer, LIMITS);
    assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
    return ((Verdict.Admitted) verdict).order();
  }

  private static List<String> refused(Offer offer, Asking asking) {
    Verdict verdict = Admission.judge(asking.ask(), offer, LIMITS);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).problems().stream().map(Problem::toString).toList();
  }

  private static Order.Wording wording(Offer offer, Asking asking) {
    return order(offer, asking).wording().orElseThrow();
  }

  @Test
  void aPromptIsReadByEveryEncoder() {
    assertThat(wording(SD3, new Asking().prompt("a boot")))
        .isEqualTo(
            new Order.Wording(
                Order.Prompts.same("a boot"),
                Optional.of(Order.Prompts.same("")),
                0,
                OptionalInt.of(256)));
  }

  @Test
  void anEncodersOwnPromptWinsUnlessItIsEmpty() {
    Asking asking = new Asking().prompt("a boot").prompt2("").prompt3("a red boot");
    assertThat(wording(SD3, asking.negativePrompt("a shoe")))
        .isEqualTo(
            new Order.Wording(
                new Order.Prompts("a boot", "a boot", "a red boot"),
                Optional.of(Order.Prompts.same("a shoe")),
                0,
                OptionalInt.of(256)));
  }

  @Test
  void anEmptyPromptIsOneAndAMissingOneIsNoted() {
    assertThat(order(SD, new Asking().prompt("")).notes()).isEmpty();
    Order silent = order(SD, new Asking());
    assertThat(silent.wording().orElseThrow().positive()).isEqualTo(Order.Prompts.same(""));
    assertThat(silent.notes())
        .containsExactly("prompt: is missing; the pictures show what the model makes of no words");
  }

  @Test
  void layersAndTokensAreKept() {
    Order.Wording wording =
        wording(SD3, new Asking().prompt("a boot").clipSkip(2).maxSequenceLength(77));
    assertThat(wording.clipSkip()).isEqualTo(2);
    assertThat(wording.maxSequenceLength()).hasValue(77);
    assertThat(wording(SD, new Asking().prompt("a boot")).maxSequenceLength()).isEmpty();
  }

  @Test
  void guidanceAboveOneLeadsAwayFromTheNegativePrompt() {
    Asking asking = new Asking().prompt("a boot").negativePrompt("a shoe");
    Order guided = order(SD, asking.guidance(7.5));
    assertThat(guided.sampling().guidance().scale()).isEqualTo(7.5);
    assertThat(guided.told()).isEqualTo(new Order.Told(0, 0));
    assertThat(guided.scales()).isEqualTo(new Order.Scales(7.5, 1));
    Order plain = order(SD, asking.guidance(1));
    assertThat(plain.sampling().guided()).isFalse();
    assertThat(plain.wording().orElseThrow().negative()).isEmpty();
    assertThat(plain.notes())
        .containsExactly("negativePrompt: has no effect without guidance above 1");
  }

  @Test
  void aModelThatIsToldItsGuidanceIsNotGuidedOtherwise() {
    Order order = order(FLUX, new Asking().prompt("a boot").guidance(4));
    assertThat(order.told()).isEqualTo(new Order.Told(4, 4));
    assertThat(order.sampling().guided()).isFalse();
    assertThat(order.wording().orElseThrow().negative()).isEmpty();
    assertThat(order.scales()).isEqualTo(new Order.Scales(4, 1));
  }

  @Test
  void aModelMayProposeToBeGuidedAwayFromTheEmptyPrompt() {
    Offer.Defaults usual = FLUX.defaults();
    Offer proposing =
        new Offer(
            FLUX.model(),
            FLUX.width(),
            FLUX.height(),
            FLUX.sizeMultiple(),
            FLUX.mostSide(),
            FLUX.classes(),
            FLUX.reading(),
            FLUX.guiding(),
            FLUX.redrawing(),
            FLUX.recipes(),
            new Offer.Defaults(usual.solver(), usual.schedule(), usual.steps(), 3.5, 2));
    Order order = order(proposing, new Asking().prompt("a boot"));

    assertThat(order.sampling().guidance().scale()).isEqualTo(2);
    assertThat(order.wording().orElseThrow().negative()).contains(Order.Prompts.same(""));
    assertThat(order(proposing, new Asking().trueGuidance(1)).sampling().guidance().scale())
        .isOne();
  }

  @Test
  void trueGuidanceNeedsANegativePromptWhichMayBeEmpty() {
    Asking asking = new Asking().prompt("a boot").trueGuidance(3);
    Order alone = order(FLUX, asking);
    assertThat(alone.sampling().guided()).isFalse();
    assertThat(alone.notes()).containsExactly("trueGuidance: has no effect without negativePrompt");
    Order guided = order(FLUX, asking.negativePrompt(""));
    assertThat(guided.sampling().guidance().scale()).isEqualTo(3);
    assertThat(guided.told()).isEqualTo(new Order.Told(3.5, 3.5));
    assertThat(guided.wording().orElseThrow().negative()).contains(Order.Prompts.same(""));
    assertThat(guided.scales()).isEqualTo(new Order.Scales(3.5, 3));
    assertThat(guided.notes()).isEmpty();
  }

  @Test
  void guidanceIsAppliedWhereAndHowTheRequestSays() {
    Asking asking = new Asking().prompt("a boot").guiding(0.25, 0.75, 0.5);
    assertThat(order(SD, asking.guidance(7)).sampling().guidance())
        .isEqualTo(new Guidance(7, 0.25, 0.75, 0.5));

    Order plain = order(SD, asking.guidance(1));
    assertThat(plain.sampling().guidance()).isEqualTo(Guidance.NONE);
    assertThat(plain.notes())
        .containsExactly(
            "guidanceLeastNoise: has no effect without classifier-free guidance above 1",
            "guidanceMostNoise: has no effect without classifier-free guidance above 1",
            "guidanceRescale: has no effect without classifier-free guidance above 1");
    assertThat(refused(SD, asking.guidance(7).guiding(0.8, 0.2, 1.5)))
        .containsExactly(
            "guidanceRescale: is 1.5; give a number from 0 to 1",
            "guidanceLeastNoise: is 0.8, above guidanceMostNoise, which is 0.2");
  }

  @Test
  void aNegativePromptWithoutTrueGuidanceIsNoted() {
    assertThat(order(FLUX, new Asking().prompt("a boot").negativePrompt("a shoe")).notes())
        .containsExactly("negativePrompt: has no effect without trueGuidance above 1");
  }

  @Test
  void aModelWithoutAnInputForGuidanceSaysThatItHasNoEffect() {
    Order order = order(SCHNELL, new Asking().prompt("a boot").guidance(4));
    assertThat(order.told()).isEqualTo(new Order.Told(0, 0));
    assertThat(order.scales()).isEqualTo(new Order.Scales(1, 1));
    assertThat(order.notes()).containsExactly("guidance: has no effect: model flux is told none");
  }

  @Test
  void aLatentConsistencyModelIsToldItsGuidance() {
    Order order = order(LCM, new Asking().prompt("a boot").guidance(8));
    assertThat(order.told()).isEqualTo(new Order.Told(8, 8));
    assertThat(order.sampling().guided()).isFalse();
  }

  @Test
  void theRecipeFollowsTheSize() {
    Order order = order(FLUX, new Asking().prompt("a boot").size(128, 64));
    assertThat(order.sampling().schedule()).isEqualTo(new ShiftedSchedule(3));
  }

  @Test
  void etaIsDdimsAlone() {
    assertThat(order(SD, new Asking().eta(0.5)).sampling().solver().name()).isEqualTo("ddim:0.5");
    assertThat(order(FLUX, new Asking().solver("ddim").eta(1)).sampling().solver().name())
        .isEqualTo("ddim:1.0");
    assertThat(refused(FLUX, new Asking().eta(0.5)))
        .containsExactly(
            "eta: is 0.5, but solver euler has no such share of noise; leave it out, or ask for"
                + " solver ddim");
    assertThat(refused(SD, new Asking().eta(1.5)))
        .containsExactly("eta: is 1.5; give a number from 0 to 1");
  }

  @Test
  void aPictureGivesNoSizeWhereTheModelKeepsItsOwn() {
    Offer.Redrawing plain = FLUX.redrawing().orElseThrow();
    Offer own =
        new Offer(
            FLUX.model(),
            FLUX.width(),
            FLUX.height(),
            FLUX.sizeMultiple(),
            FLUX.mostSide(),
            FLUX.classes(),
            FLUX.reading(),
            FLUX.guiding(),
            Optional.of(new Offer.Redrawing(plain.rule(), plain.usualStrength(), false)),
            FLUX.recipes(),
            FLUX.defaults());

    Order order = order(own, new Asking().source(100, 47));
    assertThat(order.width()).isEqualTo(64);
    assertThat(order.height()).isEqualTo(64);
  }

  @Test
  void aPictureGivesItsSizeRoundedDown() {
    Order order = order(FLUX, new Asking().source(100, 47).strength(0.5));
    assertThat(order.width()).isEqualTo(96);
    assertThat(order.height()).isEqualTo(32);
    assertThat(order.strength()).contains(0.5);
    Order sized = order(FLUX, new Asking().source(100, 47).size(32, 64));
    assertThat(sized.width()).isEqualTo(32);
    assertThat(sized.strength()).as("the usual strength").contains(0.6);
    assertThat(order(FLUX, new Asking().source(3, 3)).width()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"5, 0.5, 3, 2", "5, 0.6, 2, 2", "4, 0.5, 2, 2", "4, 1, 0, 0", "10, 0.99, 1, 0"})
  void strengthLeavesStepsOutAsEachPipelineCounts(int steps, double strength, int sd, int flux) {
    Asking asking = new Asking().source(64, 64).strength(strength).steps(steps);
    assertThat(skipped(SD, asking, steps)).isEqualTo(sd);
    assertThat(skipped(FLUX, asking, steps)).isEqualTo(flux);
  }

  private static int skipped(Offer offer, Asking asking, int steps) {
    Sampling sampling = order(offer, asking).sampling();
    return sampling.partWay().orElseThrow().skipped(steps, sampling.schedule());
  }

  private record Refusal(Offer offer, Asking asking, String problem) {}

  static List<Refusal> refusals() {
    return List.of(
        new Refusal(SD, new Asking().prompt2("x"), reads("prompt2", "sd")),
        new Refusal(FLUX, new Asking().prompt3("x"), reads("prompt3", "flux")),
        new Refusal(
            SD, new Asking().prompt("x".repeat(41)), "prompt: has 41 characters; the limit is 40"),
        new Refusal(
            FLUX,
            new Asking().clipSkip(1),
            "clipSkip: model flux reads its text encoders to the end; leave it out"),
        new Refusal(
            SD, new Asking().clipSkip(12), "clipSkip: is 12; model sd leaves out 0 to 11 layers"),
        new Refusal(
            SD,
            new Asking().maxSequenceLength(77),
            "maxSequenceLength: model sd always reads the same number of tokens; leave it out"),
        new Refusal(
            SD3,
            new Asking().maxSequenceLength(513),
            "maxSequenceLength: is 513; model sd3 reads 1 to 512 tokens"),
        new Refusal(
            SD,
            new Asking().trueGuidance(2),
            "trueGuidance: model sd has one guidance scale only; leave it out and give guidance"),
        new Refusal(
            FLUX,
            new Asking().trueGuidance(Double.NaN),
            "trueGuidance: is NaN; give a number from 0 to 100"),
        new Refusal(
            LCM,
            new Asking().negativePrompt("x"),
            "negativePrompt: model lcm is not guided away from anything; leave it out"),
        new Refusal(
            SD,
            new Asking().strength(0.5),
            "strength: is given without initImage; give both, or leave it out"),
        new Refusal(
            SD,
            new Asking().source(64, 64).strength(0),
            "strength: is 0.0; give a number above 0 and up to 1"),
        new Refusal(
            SD,
            new Asking().source(64, 64).strength(0.1),
            "strength: cannot be followed: strength 0.1 leaves none of 5 steps; raise one of"
                + " them"),
        new Refusal(
            SD3, new Asking().size(4112, 64), "width: is 4112; model sd3 draws at most 4096"),
        new Refusal(
            SD3, new Asking().source(64, 5000), "height: is 4992; model sd3 draws at most 4096"),
        new Refusal(
            SD,
            new Asking().source(4000, 4000),
            "width: 4000 x 4000 are more than 1048576 pixels, the most a picture may have"));
  }

  private static String reads(String field, String model) {
    return "%s: model %s reads no text of its own for it; leave it out".formatted(field, model);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWithFieldReasonAndWayOut(Refusal expected) {
    assertThat(refused(expected.offer, expected.asking)).containsExactly(expected.problem);
  }

  @Test
  void aModelThatReadsNoTextNamesEveryWord() {
    Offer mute =
        new Offer(
            "mute",
            64,
            64,
            16,
            4096,
            new Offer.Classes.None(),
            Optional.empty(),
            new Guiding.None(),
            Optional.empty(),
            Recipes.same(SD.recipe()),
            SD.defaults());
    Asking everything =
        new Asking()
            .prompt("x")
            .prompt2("x")
            .prompt3("x")
            .negativePrompt("x")
            .clipSkip(1)
            .maxSequenceLength(9)
            .source(64, 64)
            .guidance(1)
            .trueGuidance(2);
    assertThat(refused(mute, everything))
        .containsExactly(
            "prompt: model mute reads no text; leave it out",
            "prompt2: model mute reads no text; leave it out",
            "prompt3: model mute reads no text; leave it out",
            "negativePrompt: model mute reads no text; leave it out",
            "clipSkip: model mute reads no text; leave it out",
            "maxSequenceLength: model mute reads no text; leave it out",
            "trueGuidance: model mute has one guidance scale only; leave it out and give guidance",
            "initImage: model mute begins with noise only; leave it out");
  }

  @Test
  void anUnknownModelMayDoAllOfIt() {
    Asking everything =
        new Asking()
            .prompt("x")
            .prompt2("x")
            .prompt3("x")
            .negativePrompt("x")
            .clipSkip(1)
            .maxSequenceLength(9)
            .source(64, 64)
            .strength(0.5)
            .steps(4)
            .guidance(5)
            .trueGuidance(2)
            .eta(0.5);
    assertThat(Admission.problemsWithoutModel(everything.ask(), LIMITS)).isEmpty();
    assertThat(Admission.problemsWithoutModel(everything.solver("heun").eta(2).ask(), LIMITS))
        .extracting(Problem::field)
        .containsExactly("eta");
  }
}

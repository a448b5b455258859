package dev.tidewheel.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.Schedules;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {
  private static final Limits LIMITS = new Limits(64 * 64, 64, 200, 20);
  private static final Parametrisation TRAINED = Parametrisation.flowMatching(1000);
  private static final Offer.Classes TEN_CLASSES = new Offer.Classes.Table(10, 10);

  private static Offer offer(Offer.Classes classes) {
    return new Offer(
        "m",
        28,
        24,
        4,
        65_536,
        classes,
        Optional.empty(),
        classes instanceof Offer.Classes.Table ? new Guiding.ClassifierFree() : new Guiding.None(),
        Optional.empty(),
        Recipes.same(
            new Recipe(TRAINED, Solvers.named("euler").orElseThrow(), new ShiftedSchedule(2))),
        new Offer.Defaults("euler", "model", new Steps.Fixed(28), 1.5));
  }

  private static Verdict judge(Asking asking) {
    return Admission.judge(asking.ask(), offer(TEN_CLASSES), LIMITS);
  }

  private static Order admitted(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
    return ((Verdict.Admitted) verdict).order();
  }

  private static List<Problem> refused(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).problems();
  }

  @Test
  void whatIsNotAskedIsTheModelsOwn() {
    assertThat(admitted(judge(new Asking().seed(7))))
        .isEqualTo(
            new Order(
                1,
                7,
                28,
                24,
                new Order.Told(10, 10),
                Optional.empty(),
                new Sampling(
                    TRAINED,
                    Solvers.named("euler").orElseThrow(),
                    new ShiftedSchedule(2),
                    new Steps.Fixed(28),
                    1.5),
                new Order.Scales(1.5, 1),
                List.of()));
  }

  @Test
  void whatIsAskedWinsOverTheModelsOwn() {
    Asking asking =
        new Asking()
            .classLabel(3)
            .count(64)
            .seed(-1)
            .size(32, 16)
            .guidance(2)
            .solver("bosh3")
            .schedule("shifted:2.5")
            .adaptive(0.05, 4, 200);
    assertThat(admitted(judge(asking)))
        .isEqualTo(
            new Order(
                64,
                -1,
                32,
                16,
                new Order.Told(3, 10),
                Optional.empty(),
                new Sampling(
                    TRAINED,
                    Solvers.named("bosh3").orElseThrow(),
                    new ShiftedSchedule(2.5),
                    new Steps.Adaptive(0.05, 4, 200),
                    2),
                new Order.Scales(2, 1),
                List.of()));
  }

  @ParameterizedTest
  @CsvSource({"0", "0.5", "1"})
  void guidanceOfOneOrLessMeansNone(double guidance) {
    assertThat(admitted(judge(new Asking().guidance(guidance))).sampling().guided()).isFalse();
  }

  static List<Refusal> refusals() {
    return List.of(
        refusal(new Asking().count(0), "count: is 0; ask for 1 to 64 pictures"),
        refusal(new Asking().count(65), "count: is 65; ask for 1 to 64 pictures"),
        refusal(
            new Asking().count(Integer.MIN_VALUE),
            "count: is -2147483648; ask for 1 to 64 pictures"),
        refusal(new Asking().steps(0), "steps.count: is 0; take 1 to 200 steps"),
        refusal(new Asking().steps(-3), "steps.count: is -3; take 1 to 200 steps"),
        refusal(new Asking().steps(201), "steps.count: is 201; take 1 to 200 steps"),
        refusal(new Asking().steps(10_000), "steps.count: is 10000; take 1 to 200 steps"),
        refusal(
            new Asking().adaptive(0, 3, 50),
            "steps.tolerance: is 0.0; give a number above 0 and up to 10, usually 0.01 to 0.1"),
        refusal(
            new Asking().adaptive(Double.NaN, 3, 50),
            "steps.tolerance: is NaN; give a number above 0 and up to 10, usually 0.01 to 0.1"),
        refusal(
            new Asking().adaptive(Double.POSITIVE_INFINITY, 3, 50),
            "steps.tolerance: is Infinity; give a number above 0 and up to 10, usually 0.01 to"
                + " 0.1"),
        refusal(new Asking().adaptive(0.1, 0, 50), "steps.minimum: is 0; it is 1 or more"),
        refusal(new Asking().adaptive(0.1, 9, 8), "steps.maximum: is 8, below the minimum 9"),
        refusal(
            new Asking().solver("bosh3").adaptive(0.1, 1, 3),
            "steps.maximum: is 3; solver bosh3 takes 4 to 200 evaluations"),
        refusal(
            new Asking().adaptive(0.1, 1, 201),
            "steps.maximum: is 201; solver euler takes 1 to 200 evaluations"),
        refusal(new Asking().guidance(Double.NaN), "guidance: is NaN; give a number from 0 to 100"),
        refusal(
            new Asking().guidance(Double.POSITIVE_INFINITY),
            "guidance: is Infinity; give a number from 0 to 100"),
        refusal(new Asking().guidance(-0.1), "guidance: is -0.1; give a number from 0 to 100"),
        refusal(new Asking().guidance(100.5), "guidance: is 100.5; give a number from 0 to 100"),
        refusal(new Asking().classLabel(99), "classLabel: is 99; model m has classes 0 to 9"),
        refusal(new Asking().classLabel(10), "classLabel: is 10; model m has classes 0 to 9"),
        refusal(new Asking().classLabel(-1), "classLabel: is -1; model m has classes 0 to 9"),
        refusal(new Asking().width(31), "width: is 31; model m draws multiples of 4, such as 32"),
        refusal(new Asking().height(0), "height: is 0; model m draws multiples of 4, such as 4"),
        refusal(
            new Asking().width(Integer.MIN_VALUE),
            "width: is -2147483648; model m draws multiples of 4, such as 4"),
        refusal(
            new Asking().height(Integer.MAX_VALUE),
            "height: is 2147483647; model m draws multiples of 4, such as 2147483648",
            "height: 28 x 2147483647 are more than 4096 pixels, the most a picture may have"),
        refusal(
            new Asking().size(64, 68),
            "width: 64 x 68 are more than 4096 pixels, the most a picture may have"),
        refusal(
            new Asking().height(200),
            "height: 28 x 200 are more than 4096 pixels, the most a picture may have"),
        refusal(
            new Asking().solver("Euler"),
            "solver: 'Euler' is not one of " + String.join(", ", Solvers.names())),
        refusal(
            new Asking().schedule("shifted:0"),
            "schedule: 'shifted:0' is not one of " + String.join(", ", Schedules.names())),
        refusal(
            new Asking().schedule("shifted:NaN"),
            "schedule: 'shifted:NaN' is not one of " + String.join(", ", Schedules.names())),
        refusal(
            new Asking().solver("pndm").steps(3),
            "steps.count: is 3: solver pndm (skip_prk_steps false) takes 4 steps or more; solver"
                + " plms takes fewer"),
        refusal(
            new Asking().schedule("shifted:1e300"),
            "schedule: 'shifted:1.0E300' lays no falling grid of 28 steps: step 1 does not go"
                + " towards the data; take another number of steps, or another schedule or"
                + " scheduler's file"),
        refusal(new Asking().prompt("a boot"), "prompt: model m reads no text; leave it out"),
        refusal(
            new Asking().negativePrompt("a boot with laces of silk"),
            "negativePrompt: has 25 characters; the limit is 20",
            "negativePrompt: model m reads no text; leave it out"));
  }

  private record Refusal(Ask ask, List<String> problems) {}

  private static Refusal refusal(Asking asking, String... problems) {
    return new Refusal(asking.ask(), List.of(problems));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWithFieldReasonAndWayOut(Refusal expected) {
    assertThat(refused(Admission.judge(expected.ask, offer(TEN_CLASSES), LIMITS)))
        .extracting(Problem::toString)
        .containsExactlyElementsOf(expected.problems);
  }

  @Test
  void theLimitsThemselvesAreAllowed() {
    assertThat(judge(new Asking().count(64).steps(200).size(64, 64).guidance(100).classLabel(9)))
        .isInstanceOf(Verdict.Admitted.class);
    assertThat(judge(new Asking().adaptive(10, 200, 200))).isInstanceOf(Verdict.Admitted.class);
    assertThat(judge(new Asking().solver("bosh3").adaptive(1e-9, 1, 4)))
        .isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void namesEveryProblemAtOnce() {
    Asking asking =
        new Asking()
            .count(0)
            .prompt("a boot")
            .size(31, 17)
            .guidance(Double.NaN)
            .solver("magic")
            .schedule("magic")
            .classLabel(99);
    assertThat(refused(judge(asking)))
        .extracting(Problem::field)
        .containsExactly(
            "count", "prompt", "width", "height", "guidance", "solver", "schedule", "classLabel");
    assertThat(refused(judge(new Asking().solver("magic").adaptive(-1, 0, -1))))
        .extracting(Problem::field)
        .containsExactly("solver", "steps.tolerance", "steps.minimum", "steps.maximum");
  }

  @Test
  void aModelWithoutClassesTakesNoLabelAndNoGuidance() {
    Offer plain = offer(new Offer.Classes.None());
    Ask wrong = new Asking().classLabel(0).guidance(2).ask();
    assertThat(refused(Admission.judge(wrong, plain, LIMITS)))
        .extracting(Problem::field)
        .containsExactly("guidance", "classLabel");
    assertThat(
            admitted(Admission.judge(new Asking().guidance(1).ask(), plain, LIMITS))
                .told()
                .number())
        .isZero();
  }

  @Test
  void aModelWhoseLabelIsANumberNeedsOneAndTakesNoGuidance() {
    Offer numbered = offer(new Offer.Classes.Number(1));
    Asking unguided = new Asking().guidance(1);
    assertThat(refused(Admission.judge(unguided.ask(), numbered, LIMITS)))
        .containsExactly(new Problem("classLabel", "model m needs a number from 1 on"));
    assertThat(refused(Admission.judge(unguided.classLabel(0).ask(), numbered, LIMITS)))
        .extracting(Problem::field)
        .containsExactly("classLabel");
    assertThat(
            admitted(Admission.judge(unguided.classLabel(5).ask(), numbered, LIMITS))
                .told()
                .number())
        .isEqualTo(5);
    assertThat(refused(Admission.judge(unguided.guidance(2).ask(), numbered, LIMITS)))
        .extracting(Problem::field)
        .containsExactly("guidance");
  }

  @Test
  void withoutAModelNamesWhatIsWrongForAnyModel() {
    Asking good = new Asking().prompt("a boot").classLabel(99).size(31, 17).guidance(7);
    assertThat(Admission.problemsWithoutModel(good.ask(), LIMITS)).isEmpty();
    Asking bad =
        new Asking()
            .count(65)
            .prompt("a boot with laces of silk")
            .size(0, 17)
            .guidance(Double.NaN)
            .solver("magic")
            .schedule("magic")
            .steps(10_000)
            .classLabel(-1);
    assertThat(Admission.problemsWithoutModel(bad.ask(), LIMITS))
        .extracting(Problem::field)
        .containsExactly(
            "count",
            "prompt",
            "width",
            "guidance",
            "solver",
            "schedule",
            "steps.count",
            "classLabel");
  }

  @Test
  void whateverIsAskedIsAdmittedWithinTheLimitsOrRefusedByName() {
    Random random = new Random(5);
    int admitted = 0;
    for (int i = 0; i < 20_000; i++) {
      Ask ask = anything(random);
      switch (Admission.judge(ask, offer(TEN_CLASSES), LIMITS)) {
        case Verdict.Admitted(Order order) -> {
          admitted++;
          assertThat(order.count()).as("%s", ask).isBetween(1, 64);
          assertThat(order.width() * order.height()).as("%s", ask).isBetween(1, 64 * 64);
          assertThat(order.told().number()).as("%s", ask).isBetween(0., 10.);
          assertThat(order.sampling().guidance().scale()).as("%s", ask).isBetween(1., 100.);
        }
        case Verdict.Refused(List<Problem> problems) ->
            assertThat(problems)
                .as("%s", ask)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(problem -> !problem.field().isEmpty() && !problem.message().isEmpty());
      }
    }
    assertThat(admitted).isBetween(100, 19_900);
  }

  private static Ask anything(Random random) {
    int[] numbers = {-1, 1, 1, 2, 3, 4, 8, 12, 28, 64, 65, 200, 201, Integer.MAX_VALUE};
    double[] scales = {Double.NaN, -1, 0, 0.01, 0.5, 1, 2, 9.5, Double.POSITIVE_INFINITY};
    String[] names = {"euler", "heun", "ab2", "bosh3", "linear", "karras", "shifted:0.5", "model"};
    Asking asking = new Asking().seed(random.nextLong()).count(one(numbers, random));
    if (random.nextBoolean()) {
      asking.size(one(numbers, random), one(numbers, random));
    }
    if (random.nextBoolean()) {
      asking.guidance(scales[random.nextInt(scales.length)]);
    }
    if (random.nextBoolean()) {
      asking.solver(names[random.nextInt(names.length)]);
      asking.schedule(names[random.nextInt(names.length)]);
    }
    if (random.nextBoolean()) {
      asking.classLabel(one(numbers, random));
    }
    switch (random.nextInt(3)) {
      case 0 -> asking.steps(one(numbers, random));
      case 1 ->
          asking.adaptive(
              scales[random.nextInt(scales.length)], one(numbers, random), one(numbers, random));
      default -> {}
    }
    return asking.ask();
  }

  private static int one(int[] numbers, Random random) {
    return numbers[random.nextInt(numbers.length)];
  }
}

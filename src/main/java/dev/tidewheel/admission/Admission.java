package dev.tidewheel.admission;

import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Sampling;
import java.util.List;
import java.util.Optional;

/** Judges one request against one model. */
public final class Admission {
  private final Ask ask;
  private final Offer offer;
  private final Limits limits;
  private final Findings findings = new Findings();

  private Admission(Ask ask, Offer offer, Limits limits) {
    this.ask = ask;
    this.offer = offer;
    this.limits = limits;
  }

  /** Turns what was asked into an order, or says everything that is wrong with it. */
  public static Verdict judge(Ask ask, Offer offer, Limits limits) {
    return new Admission(ask, offer, limits).verdict();
  }

  /** Everything that is wrong with a request whatever its model, where the model is not known. */
  public static List<Problem> problemsWithoutModel(Ask ask, Limits limits) {
    return judge(ask, Unknown.OFFER, limits) instanceof Verdict.Refused(List<Problem> problems)
        ? problems
        : List.of();
  }

  private Verdict verdict() {
    checkCount();
    TextRules text = new TextRules(ask, offer, limits, findings);
    text.check();
    int before = findings.count();
    SizeRules.Size size = new SizeRules(ask, offer, limits, findings).judge();
    Recipe recipe =
        findings.count() == before
            ? offer.recipes().at(size.width(), size.height())
            : offer.recipe();
    GuidanceRules.Scales scales = new GuidanceRules(ask, offer, findings).judge();
    Optional<Sampling> sampling =
        new SamplingRules(ask, offer, recipe, limits, findings).judge(scales.applied());
    Order.Told told = told(scales);
    if (sampling.isEmpty() || findings.count() > 0) {
      return new Verdict.Refused(findings.problems());
    }
    Optional<Order.Wording> wording = text.complete(sampling.get().guided());
    return new Verdict.Admitted(
        new Order(
            ask.count(),
            ask.seed(),
            size.width(),
            size.height(),
            told,
            wording,
            sampling.get(),
            scales.stated(),
            findings.notes()));
  }

  private void checkCount() {
    if (ask.count() < 1 || ask.count() > limits.count()) {
      findings.refuse("count", "is %d; ask for 1 to %d pictures", ask.count(), limits.count());
    }
  }

  private Order.Told told(GuidanceRules.Scales scales) {
    return switch (offer.classes()) {
      case Offer.Classes.None() -> {
        ask.classLabel()
            .ifPresent(
                label ->
                    findings.refuse(
                        "classLabel", "model %s has no classes; leave it out", offer.model()));
        yield new Order.Told(scales.told(), scales.told());
      }
      case Offer.Classes.Table(int count, int noClass) -> {
        int label = ask.classLabel().orElse(noClass);
        if (ask.classLabel().isPresent() && (label < 0 || label >= count)) {
          findings.refuse(
              "classLabel", "is %d; model %s has classes 0 to %d", label, offer.model(), count - 1);
        }
        yield new Order.Told(label, noClass);
      }
      case Offer.Classes.Number(int least) -> {
        if (ask.classLabel().isEmpty() || ask.classLabel().get() < least) {
          findings.refuse("classLabel", "model %s needs a number from %d on", offer.model(), least);
        }
        yield new Order.Told(ask.classLabel().orElse(least), 0);
      }
    };
  }
}

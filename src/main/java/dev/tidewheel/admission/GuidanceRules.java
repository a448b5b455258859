package dev.tidewheel.admission;

import dev.tidewheel.sampling.Guidance;
import java.util.Optional;

/** What becomes of the two guidance scales and the negative prompt. */
final class GuidanceRules {
  private static final double MOST = 100;
  private static final String GUIDANCE = "guidance";
  private static final String TRUE_GUIDANCE = "trueGuidance";
  private static final String NEGATIVE = "negativePrompt";
  private static final String LEAST_NOISE = "guidanceLeastNoise";
  private static final String MOST_NOISE = "guidanceMostNoise";
  private static final String RESCALE = "guidanceRescale";

  private final Ask ask;
  private final Offer offer;
  private final Findings findings;

  GuidanceRules(Ask ask, Offer offer, Findings findings) {
    this.ask = ask;
    this.offer = offer;
    this.findings = findings;
  }

  /**
   * The scales.
   *
   * @param stated as results state them
   * @param applied classifier-free
   * @param told what the network is told; 0 where it is told nothing
   */
  record Scales(Order.Scales stated, Guidance applied, double told) {}

  Scales judge() {
    double guidance = scale(GUIDANCE, ask.guidance().orElse(offer.defaults().guidance()));
    return switch (offer.guiding()) {
      case Guiding.None() -> none(guidance);
      case Guiding.ClassifierFree() -> classifierFree(Math.max(guidance, 1));
      case Guiding.Told(boolean heard) -> told(guidance, heard);
      case Guiding.ToldOnly() -> toldOnly(guidance);
    };
  }

  /** The scale, or 1 where it is none. */
  private double scale(String field, double scale) {
    if (scale >= 0 && scale <= MOST) {
      return scale;
    }
    findings.refuse(field, "is %s; give a number from 0 to %.0f", scale, MOST);
    return 1;
  }

  /** Classifier-free guidance by a scale, where and how the request says. */
  private Guidance applied(double scale) {
    Ask.GuidanceUse asked = ask.guidanceUse();
    double least = share(LEAST_NOISE, asked.leastNoise(), 0);
    double most = share(MOST_NOISE, asked.mostNoise(), 1);
    double rescale = share(RESCALE, asked.rescale(), 0);
    if (least > most) {
      findings.refuse(LEAST_NOISE, "is %s, above %s, which is %s", least, MOST_NOISE, most);
    }
    if (scale > 1) {
      return new Guidance(scale, least, most, rescale);
    }
    note(LEAST_NOISE, asked.leastNoise());
    note(MOST_NOISE, asked.mostNoise());
    note(RESCALE, asked.rescale());
    return Guidance.NONE;
  }

  private void note(String field, Optional<Double> asked) {
    if (asked.isPresent()) {
      findings.note(field, "has no effect without classifier-free guidance above 1");
    }
  }

  /** What was asked, or the usual where nothing was, or nothing that makes sense. */
  private double share(String field, Optional<Double> asked, double usual) {
    double share = asked.orElse(usual);
    if (share >= 0 && share <= 1) {
      return share;
    }
    findings.refuse(field, "is %s; give a number from 0 to 1", share);
    return usual;
  }

  private Scales none(double guidance) {
    if (guidance > 1) {
      findings.refuse(
          GUIDANCE,
          "is %s, but model %s has nothing that means no class to guide away from; leave it at 1",
          guidance,
          offer.model());
    }
    refuseTrueGuidance();
    refuseNegative();
    return new Scales(new Order.Scales(1, 1), applied(1), 0);
  }

  private Scales classifierFree(double guidance) {
    refuseTrueGuidance();
    if (hasNegative() && guidance == 1) {
      findings.note(NEGATIVE, "has no effect without guidance above 1");
    }
    return new Scales(new Order.Scales(guidance, 1), applied(guidance), 0);
  }

  private Scales told(double guidance, boolean heard) {
    if (!heard && ask.guidance().isPresent()) {
      findings.note(GUIDANCE, "has no effect: model %s is told none", offer.model());
    }
    double usual = offer.defaults().trueGuidance();
    double asked = Math.max(1, scale(TRUE_GUIDANCE, ask.trueGuidance().orElse(usual)));
    boolean guided = asked > 1 && (hasNegative() || usual > 1);
    if (asked > 1 && !guided) {
      findings.note(TRUE_GUIDANCE, "has no effect without negativePrompt");
    }
    if (hasNegative() && !guided) {
      findings.note(NEGATIVE, "has no effect without trueGuidance above 1");
    }
    double applied = guided ? asked : 1;
    return new Scales(
        new Order.Scales(heard ? guidance : 1, applied), applied(applied), heard ? guidance : 0);
  }

  private Scales toldOnly(double guidance) {
    refuseTrueGuidance();
    refuseNegative();
    return new Scales(new Order.Scales(guidance, 1), applied(1), guidance);
  }

  private boolean hasNegative() {
    return offer.reading().isPresent() && negative().isPresent();
  }

  private Optional<String> negative() {
    return ask.wording().negativePrompt();
  }

  private void refuseTrueGuidance() {
    if (ask.trueGuidance().isPresent()) {
      findings.refuse(
          TRUE_GUIDANCE,
          "model %s has one guidance scale only; leave it out and give guidance",
          offer.model());
    }
  }

  /** A model that reads no text at all says so elsewhere. */
  private void refuseNegative() {
    if (hasNegative()) {
      findings.refuse(
          NEGATIVE, "model %s is not guided away from anything; leave it out", offer.model());
    }
  }
}

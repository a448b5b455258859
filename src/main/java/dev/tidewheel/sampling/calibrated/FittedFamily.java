package dev.tidewheel.sampling.calibrated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fitted ways that begin alike, so that an image can choose between them after two evaluations.
 *
 * <p>What it chooses by are two signs that cost no evaluation: the logarithms of the root mean
 * square of the data that the first evaluation expects, and of the change of velocity from the
 * first to the second. The expected error of a member is its own mean error times {@code exp(sum
 * slope * (sign - centre))}.
 *
 * @param members by the number of their evaluations, the fewest first
 * @param slopes what a unit of each sign adds to the logarithm of the error
 * @param centres mean of each sign
 */
public record FittedFamily(List<FittedWay> members, List<Double> slopes, List<Double> centres) {
  /** Evaluations that the members share. */
  public static final int SHARED = 2;

  /** Copies the lists and refuses members that do not begin alike. */
  public FittedFamily {
    members = List.copyOf(members);
    slopes = List.copyOf(slopes);
    centres = List.copyOf(centres);
    if (members.isEmpty() || slopes.size() != SHARED || centres.size() != SHARED) {
      throw new IllegalArgumentException("a family has members, two slopes and two centres");
    }
    for (int i = 1; i < members.size(); i++) {
      requireSameStart(members.getFirst(), members.get(i));
    }
  }

  private static void requireSameStart(FittedWay first, FittedWay other) {
    boolean same =
        first.evaluations() > SHARED
            && other.evaluations() > SHARED
            && first.steps().getFirst().equals(other.steps().getFirst())
            && first.steps().get(1).share() == other.steps().get(1).share();
    if (!same) {
      throw new IllegalArgumentException("members of a family take the same first step");
    }
  }

  /** What the signs multiply every member's error with. */
  double factor(double[] signs) {
    double sum = 0;
    for (int i = 0; i < SHARED; i++) {
      sum += slopes.get(i) * (signs[i] - centres.get(i));
    }
    return Math.exp(sum);
  }

  /** The member of the fewest evaluations that keeps a tolerance, for an image like most. */
  Optional<FittedWay> usual(double tolerance) {
    return members.stream().filter(way -> way.error() <= tolerance).findFirst();
  }

  /** The family of those members that keep within limits, if there are any. */
  List<FittedFamily> within(int fewest, int most) {
    List<FittedWay> kept =
        members.stream()
            .filter(way -> way.evaluations() >= fewest && way.evaluations() <= most)
            .toList();
    return kept.isEmpty() ? List.of() : List.of(new FittedFamily(kept, slopes, centres));
  }

  FittedFamily towards(FittedFamily other, double position) {
    if (members.size() != other.members.size()) {
      throw new IllegalArgumentException("only families of the same size have one between them");
    }
    List<FittedWay> between = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      between.add(members.get(i).towards(other.members.get(i), position));
    }
    return new FittedFamily(
        between,
        FittedStep.between(slopes, other.slopes, position),
        FittedStep.between(centres, other.centres, position));
  }
}

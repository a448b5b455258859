package dev.tidewheel.sampling.calibrated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fitted ways that begin alike, so that an image can choose between them on the way.
 *
 * <p>What it chooses by are two signs that cost no evaluation: the logarithms of the root mean
 * square of the change of velocity to the last of the evaluations that the members share, and to
 * the one before it. Later changes tell more than earlier ones. The expected error of a member is
 * its own error times {@code exp(sum slope * (sign - centre))}.
 *
 * @param members by the number of their evaluations, the fewest first
 * @param shared evaluations that the members share: all are at the same places, and the steps
 *     between them are the same
 * @param slopes what a unit of each sign adds to the logarithm of the error, the later sign last
 * @param centres mean of each sign
 */
public record FittedFamily(
    List<FittedWay> members, int shared, List<Double> slopes, List<Double> centres) {
  /** Signs that an image chooses by. */
  public static final int SIGNS = 2;

  /** Copies the lists and refuses members that do not begin alike. */
  public FittedFamily {
    members = List.copyOf(members);
    slopes = List.copyOf(slopes);
    centres = List.copyOf(centres);
    if (members.isEmpty() || slopes.size() != SIGNS || centres.size() != SIGNS) {
      throw new IllegalArgumentException("a family has members, two slopes and two centres");
    }
    if (members.size() > 1 && shared <= SIGNS) {
      throw new IllegalArgumentException("members share three evaluations or more: " + shared);
    }
    for (FittedWay member : members.subList(1, members.size())) {
      if (!beginsLike(members.getFirst(), member, shared)) {
        throw new IllegalArgumentException(
            "members of a family share %d evaluations".formatted(shared));
      }
    }
  }

  private static boolean beginsLike(FittedWay first, FittedWay other, int shared) {
    int last = shared - 1;
    return first.evaluations() > last
        && other.evaluations() > last
        && first.steps().subList(0, last).equals(other.steps().subList(0, last))
        && first.steps().get(last).share() == other.steps().get(last).share();
  }

  /** What the signs multiply every member's error with. */
  double factor(double[] signs) {
    double sum = 0;
    for (int i = 0; i < SIGNS; i++) {
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
    return kept.isEmpty() ? List.of() : List.of(new FittedFamily(kept, shared, slopes, centres));
  }

  FittedFamily towards(FittedFamily other, double position) {
    if (members.size() != other.members.size() || shared != other.shared) {
      throw new IllegalArgumentException("only families of the same size have one between them");
    }
    List<FittedWay> between = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      between.add(members.get(i).towards(other.members.get(i), position));
    }
    return new FittedFamily(
        between,
        shared,
        FittedStep.between(slopes, other.slopes, position),
        FittedStep.between(centres, other.centres, position));
  }
}

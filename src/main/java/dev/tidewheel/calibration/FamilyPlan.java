package dev.tidewheel.calibration;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A family that is to be fitted.
 *
 * @param members the numbers of evaluations of its members, the fewest first
 * @param base the member whose beginning all take
 * @param shared evaluations of this beginning
 */
record FamilyPlan(List<Integer> members, int base, int shared) {
  /** Evaluations of the longest member of a family of many. */
  static final int MOST_IN_COMMON = 16;

  /**
   * The families of a calibration: 3 to 16 evaluations in overlapping families within which images
   * choose, and finer ways for small tolerances, each by itself.
   */
  static final List<FamilyPlan> USUAL =
      List.of(
          range(3, 6, 4, 3),
          range(5, 9, 7, 4),
          range(8, 13, 11, 5),
          range(12, MOST_IN_COMMON, 14, 6),
          single(20),
          single(28),
          single(40),
          single(56),
          single(80));

  private static FamilyPlan range(int fewest, int most, int base, int shared) {
    return new FamilyPlan(IntStream.rangeClosed(fewest, most).boxed().toList(), base, shared);
  }

  private static FamilyPlan single(int evaluations) {
    return new FamilyPlan(List.of(evaluations), evaluations, evaluations);
  }

  /** Number of all members. */
  static int members(List<FamilyPlan> plans) {
    return plans.stream().mapToInt(plan -> plan.members.size()).sum();
  }

  /** One image in so many is enough to fit it to: long ways have little left to fit. */
  int share() {
    return members.getFirst() > MOST_IN_COMMON ? 2 : 1;
  }
}

package dev.tidewheel.sampling.calibrated;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Solvers fitted to one model, for several guidance scales.
 *
 * @param tables by guidance scale, the smallest first
 */
public record Calibration(List<Table> tables) {
  /**
   * The solvers for one guidance scale.
   *
   * @param guidance the scale
   * @param families those of few evaluations first
   */
  public record Table(double guidance, List<FittedFamily> families) {
    /** Copies the list. */
    public Table {
      families = List.copyOf(families);
      if (families.isEmpty() || !(guidance >= 1)) {
        throw new IllegalArgumentException("a table has families, and a guidance of 1 or more");
      }
    }

    Table towards(Table other, double position) {
      if (families.size() != other.families.size()) {
        throw new IllegalArgumentException("tables of one calibration hold as many families");
      }
      List<FittedFamily> between = new ArrayList<>();
      for (int i = 0; i < families.size(); i++) {
        between.add(families.get(i).towards(other.families.get(i), position));
      }
      return new Table(FittedStep.between(guidance, other.guidance, position), between);
    }

    /** All ways, and of each number of evaluations only that with the least error. */
    public List<FittedWay> ways() {
      List<FittedWay> best = new ArrayList<>();
      families.stream()
          .flatMap(family -> family.members().stream())
          .sorted(Comparator.comparingInt(FittedWay::evaluations).thenComparing(FittedWay::error))
          .filter(way -> best.isEmpty() || best.getLast().evaluations() < way.evaluations())
          .forEachOrdered(best::add);
      return List.copyOf(best);
    }
  }

  /** Copies the list and refuses tables out of order. */
  public Calibration {
    tables = List.copyOf(tables);
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("a calibration has a table or more");
    }
    for (int i = 1; i < tables.size(); i++) {
      if (!(tables.get(i).guidance > tables.get(i - 1).guidance)) {
        throw new IllegalArgumentException("tables stand by rising guidance");
      }
    }
  }

  /**
   * The solvers for a guidance scale: between two tables by its logarithm, beyond the last as
   * there.
   */
  public Table at(double guidance) {
    int above = 0;
    while (above < tables.size() && tables.get(above).guidance < guidance) {
      above++;
    }
    if (above == 0) {
      return tables.getFirst();
    }
    if (above == tables.size()) {
      return tables.getLast();
    }
    Table low = tables.get(above - 1);
    Table high = tables.get(above);
    return low.towards(
        high, Math.log(guidance / low.guidance) / Math.log(high.guidance / low.guidance));
  }
}

package dev.tidewheel.model.pipeline;

import java.util.List;

/** The class labels that a model takes. */
public sealed interface ClassLabels {
  /** Whether a request may ask for this label. */
  boolean accepts(int label);

  /** The model takes no label. */
  record None() implements ClassLabels {
    @Override
    public boolean accepts(int label) {
      return false;
    }
  }

  /**
   * A learned embedding for each class; the last embedding means "no class", which guidance needs.
   *
   * @param count the classes a request may ask for are {@code 0..count-1}
   * @param noClass the index that means no class
   * @param names a name for each class, or none at all
   */
  record Table(int count, int noClass, List<String> names) implements ClassLabels {
    /** Copies the names. */
    public Table {
      names = List.copyOf(names);
    }

    @Override
    public boolean accepts(int label) {
      return label >= 0 && label < count;
    }
  }

  /**
   * The label is embedded like a time: any number, but none that means "no class", so there is no
   * guidance.
   *
   * @param least the smallest label; 1 where the embedding takes a logarithm
   */
  record Number(int least) implements ClassLabels {
    @Override
    public boolean accepts(int label) {
      return label >= least;
    }
  }
}

package dev.tidewheel.sampling;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/**
 * One evaluation of the network, and what becomes of its output.
 *
 * <p>The engine forms {@code input} from the registers, shows it to the network at {@code sigma},
 * and then replaces all registers at once by the rows of {@code update} over the old registers and
 * the outputs. Where there is an {@code error} row, its root mean square over the picture is what
 * {@link #then} is told.
 */
public final class Evaluation implements Stage {
  private final double sigma;
  private final Row input;
  private final List<Row> update;
  private final Optional<Row> error;
  private final DoubleFunction<Outcome> then;

  private Evaluation(Builder builder, Optional<Row> error, DoubleFunction<Outcome> then) {
    this.sigma = builder.sigma;
    this.input = builder.input;
    this.update = List.of(builder.update);
    this.error = error;
    this.then = then;
  }

  /**
   * The solver step that an evaluation belongs to.
   *
   * @param step its number, from 1; rejected ones count
   * @param from its start
   * @param to its end
   */
  public record Span(int step, double from, double to) {
    /** Length of the step, above 0: time falls. */
    public double length() {
      return from - to;
    }
  }

  /**
   * What an evaluation led to.
   *
   * @param span the solver step that the evaluation belongs to
   * @param error the error estimate in the unit of the tolerance, where one was made
   * @param accepted false where the step was rejected
   * @param next where the image stands now
   */
  public record Outcome(Span span, OptionalDouble error, boolean accepted, Stage next) {
    /** An evaluation whose error nobody asked for. */
    public static Outcome of(Span span, Stage next) {
      return new Outcome(span, OptionalDouble.empty(), true, next);
    }
  }

  /** Starts to describe the evaluation of {@code input} at {@code sigma}. */
  public static Builder of(double sigma, Row input) {
    return new Builder(sigma, input);
  }

  /** Time at which the network sees the input. */
  public double sigma() {
    return sigma;
  }

  /** What the network sees: a row over the registers alone. */
  public Row input() {
    return input;
  }

  /** The new registers, one row each. */
  public List<Row> update() {
    return update;
  }

  /** The row whose root mean square decides, where the solver wants one. */
  public Optional<Row> error() {
    return error;
  }

  /**
   * The outcome.
   *
   * @param rms root mean square of the error row; any number where there is none
   */
  public Outcome then(double rms) {
    return then.apply(rms);
  }

  /** Collects what becomes of the output. Registers that are not set keep what they hold. */
  public static final class Builder {
    private final double sigma;
    private final Row input;
    private final Row[] update = new Row[Row.REGISTERS];

    private Builder(double sigma, Row input) {
      if (input.usesOutput()) {
        throw new IllegalArgumentException("the input must be made of registers alone: " + input);
      }
      this.sigma = sigma;
      this.input = input;
      for (int i = 0; i < update.length; i++) {
        update[i] = Row.register(i);
      }
    }

    /** Sets a register. */
    public Builder set(int register, Row row) {
      update[register] = row;
      return this;
    }

    /** Goes on whatever the output. */
    public Evaluation then(Supplier<Outcome> next) {
      return new Evaluation(this, Optional.empty(), rms -> next.get());
    }

    /** Goes on as the root mean square of a row decides. */
    public Evaluation thenBy(Row error, DoubleFunction<Outcome> next) {
      return new Evaluation(this, Optional.of(error), next);
    }
  }
}

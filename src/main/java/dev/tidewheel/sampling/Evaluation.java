package dev.tidewheel.sampling;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One evaluation of the network, and what becomes of its output.
 *
 * <p>The engine forms {@code input} from the registers, shows it to the network, which is told
 * {@code time}, and then replaces all registers at once by the rows of {@code update} over the old
 * registers and the outputs. Where there is an {@code error} row, its root mean square over the
 * picture is what {@link #then} is told.
 */
public final class Evaluation implements Stage {
  private final Builder parts;
  private final List<Row> update;
  private final Optional<Row> error;
  private final boolean fresh;
  private final boolean guided;
  private final int registers;
  private final DoubleFunction<Outcome> then;

  private Evaluation(Builder builder, Optional<Row> error, DoubleFunction<Outcome> then) {
    this.parts = builder;
    this.update = List.of(builder.update);
    this.error = error;
    this.fresh = builder.drawsAnyway || update.stream().anyMatch(Row::usesFreshNoise);
    int replaced = replaced(update);
    List<Row> rows =
        Stream.of(
                update.subList(0, replaced).stream(),
                error.stream(),
                builder.shaped.stream().map(Shaped::row))
            .flatMap(all -> all)
            .toList();
    this.guided = rows.stream().anyMatch(Row::usesUnconditional);
    this.registers =
        Stream.concat(rows.stream(), Stream.of(builder.input))
            .mapToInt(Row::reach)
            .reduce(replaced, Math::max);
    this.then = then;
  }

  /** How many of the first registers there are before all others stay as they are. */
  private static int replaced(List<Row> update) {
    int replaced = update.size();
    while (replaced > 0 && update.get(replaced - 1).isRegister(replaced - 1)) {
      replaced--;
    }
    return replaced;
  }

  /**
   * The solver step that an evaluation belongs to.
   *
   * @param step its number, from 1; rejected ones count
   * @param from share of the noise at its start, from 0 to 1
   * @param to share of the noise at its end
   */
  public record Span(int step, double from, double to) {
    /** The span between two stops. */
    public static Span between(int step, Stop from, Stop to) {
      return new Span(step, from.level().share(), to.level().share());
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

  /**
   * A row that is shaped before others use it as {@link Row#SHAPED}.
   *
   * @param row over the registers and the outputs
   * @param shaping what is done to it
   */
  public record Shaped(Row row, Shaping shaping) {}

  /**
   * Starts to describe an evaluation.
   *
   * @param sigma share of the noise in the state, from 0 to 1: for people, not for the network
   * @param time what the network is told
   * @param input what the network is shown
   */
  public static Builder of(double sigma, double time, Row input) {
    return new Builder(sigma, time, input);
  }

  /** Share of the noise in the state, from 0 to 1, whatever the path. */
  public double sigma() {
    return parts.sigma;
  }

  /** What the network is told, in its own unit. */
  public double time() {
    return parts.time;
  }

  /** The second time, for networks that map from one time to another. */
  public OptionalDouble target() {
    return parts.target;
  }

  /** What the network sees: a row over the registers alone. */
  public Row input() {
    return parts.input;
  }

  /** The new registers, one row each. */
  public List<Row> update() {
    return update;
  }

  /** How many of the first registers take part; it neither reads nor replaces the others. */
  public int registers() {
    return registers;
  }

  /** The row whose root mean square decides, where the solver wants one. */
  public Optional<Row> error() {
    return error;
  }

  /** The row that is shaped, where there is one. */
  public Optional<Shaped> shaped() {
    return parts.shaped;
  }

  /** Whether the unconditional output is needed. */
  public boolean guided() {
    return guided;
  }

  /** How both outputs are rescaled before all else, where they are. */
  public Optional<Guidance> rescaled() {
    return guided ? parts.rescaled : Optional.empty();
  }

  /** Whether fresh noise is drawn. */
  public boolean drawsNoise() {
    return fresh;
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
    private final double time;
    private final Row input;
    private final Row[] update = new Row[Row.REGISTERS];
    private Optional<Shaped> shaped = Optional.empty();
    private OptionalDouble target = OptionalDouble.empty();
    private Optional<Guidance> rescaled = Optional.empty();
    private boolean drawsAnyway;

    private Builder(double sigma, double time, Row input) {
      if (input.usesOutput()) {
        throw new IllegalArgumentException("the input must be made of registers alone: " + input);
      }
      this.sigma = sigma;
      this.time = time;
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

    /** Shapes a row; {@link Row#SHAPED} is what becomes of it. */
    public Builder shape(Row row, Shaping shaping) {
      shaped = Optional.of(new Shaped(row, shaping));
      return this;
    }

    /** Says how the output is guided, which matters where it is rescaled. */
    public Builder guided(Guidance guidance) {
      rescaled = guidance.rescale() > 0 ? Optional.of(guidance) : Optional.empty();
      return this;
    }

    /** Tells the network where its answer is to lead, too. */
    public Builder target(double networkTime) {
      target = OptionalDouble.of(networkTime);
      return this;
    }

    /** Draws noise even where no row uses it, because the solver's original does. */
    public Builder drawNoise() {
      drawsAnyway = true;
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

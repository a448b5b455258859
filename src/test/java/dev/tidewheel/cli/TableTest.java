package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsNumbersRightAndTextLeft() {
    Table table =
        new Table("solver", "steps", "p50 ms").row("euler", 40, 7.125).row("käse", 4, 1234.0);

    assertThat(table)
        .hasToString(
            """
            solver  steps   p50 ms
            ------  -----  -------
            euler      40     7.13
            käse        4  1234.00
            """);
  }

  @Test
  void aColumnWithSomeTextIsSetLeft() {
    assertThat(new Table("x", "note").row("-", 1).row(10, 2))
        .hasToString(
            """
            x   note
            --  ----
            -      1
            10     2
            """);
  }

  @Test
  void refusesARowThatDoesNotFit() {
    assertThatThrownBy(() -> new Table("a", "b").row(1)).hasMessage("1 cells for 2 columns");
  }
}

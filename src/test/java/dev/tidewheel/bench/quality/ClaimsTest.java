package dev.tidewheel.bench.quality;

import static dev.tidewheel.bench.quality.Rows.adaptive;
import static dev.tidewheel.bench.quality.Rows.ddim;
import static dev.tidewheel.bench.quality.Rows.flow;
import static dev.tidewheel.bench.quality.Rows.leap;
import static dev.tidewheel.bench.quality.Rows.ways;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.bench.quality.QualityReport.Claim;
import dev.tidewheel.bench.quality.QualityReport.Row;
import dev.tidewheel.bench.quality.QualityReport.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  @Test
  void holdWhereTheRowsAgree() {
    assertThat(Rows.report().claims())
        .hasSize(7)
        .allSatisfy(
            claim -> assertThat(claim.verdict()).as(claim.toString()).isEqualTo(Verdict.HOLDS));
  }

  @Test
  void areNotMeasuredWhereRowsAreMissing() {
    assertThat(new Claims(List.of(), List.of()).all())
        .extracting(Claim::verdict)
        .containsOnly(Verdict.NOT_MEASURED);
  }

  @Test
  void diffusionThatIsAsGoodAtTenEvaluationsContradicts() {
    Claim claim = first(flow("base", 10, 9), ddim(10, 8), ddim(50, 7));

    assertThat(claim.verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(claim.measured())
        .isEqualTo(
            "FID 9.0 with 10.0 evaluations of flow by Euler, diffusion by DDIM FID 8.0 with 10.0"
                + " evaluations.");
  }

  @Test
  void diffusionThatNeverIsAsGoodShowsNothing() {
    Claim claim =
        first(flow("base", 4, 30), flow("base", 10, 9), ddim(10, 40), ddim(20, 12), ddim(50, 13));

    assertThat(claim.verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(claim.measured())
        .isEqualTo(
            "FID 30.0 with 4.0 evaluations of flow by Euler, diffusion by DDIM FID 12.0 with 20.0"
                + " evaluations; FID 9.0 with 10.0 evaluations of flow by Euler, diffusion by DDIM"
                + " nowhere up to 50, its best FID 12.0 with 20.0 evaluations.");
  }

  private static Claim first(Row... rows) {
    return new Claims(List.of(), List.of(rows)).all().getFirst();
  }

  @Test
  void pathsThatAreNoStraighterContradict() {
    List<Claim> claims =
        new Claims(ways(0.06, 0.07, 0.05), List.of(flow("base", 1, 9), flow("reflow", 1, 9))).all();

    assertThat(claims.get(1).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(claims.get(3).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(claims.get(4).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void aFewStepModelWithoutLossContradictsToo() {
    List<Claim> claims =
        new Claims(List.of(), List.of(flow("base", 10, 9), leap(1, 8), leap(2, 7))).all();

    assertThat(claims.get(5).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void adaptiveStepsAreHeldAgainstEulerWithAsManyOrMore() {
    List<Claim> claims =
        new Claims(
                List.of(),
                List.of(flow("base", 2, 9), flow("base", 4, 5), adaptive("base", 3.5, 0.6)))
            .all();

    assertThat(claims.get(6).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(claims.get(6).measured())
        .isEqualTo("base: error 0.600 with 3.5 evaluations, Euler 0.500 with 4.");
  }
}

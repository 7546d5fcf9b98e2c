package dev.tidemark.baseline.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.scoring.v1.Explanation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordViewsTest {

  @ParameterizedTest
  @CsvSource({
    // What decided, also where the bucket itself lies on the other side.
    "COUNT, low, 12, 10, low",
    "COUNT, high, 8, 10, high",
    "COUNT, low, 8, 10, low",
    // Stored before the side was said.
    "COUNT, '', 8, 10, low",
    "COUNT, '', 12, 10, high",
    "LOW_COUNT, '', 12, 10, low",
    "HIGH_COUNT, '', 8, 10, high"
  })
  void theSideIsTheOneThatDecided(
      String function, String decided, double actual, double typical, String side) {
    // Given
    AnomalyRecord body =
        AnomalyRecord.newBuilder()
            .setFunction(Function.valueOf("FUNCTION_" + function))
            .setActual(actual)
            .setTypical(typical)
            .setExplanation(Explanation.newBuilder().setSide(decided))
            .build();
    // Then
    assertThat(RecordViews.of(body).side()).isEqualTo(side);
  }
}

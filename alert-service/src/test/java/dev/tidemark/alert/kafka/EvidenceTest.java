package dev.tidemark.alert.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.alert.ops.Links;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.scoring.v1.Explanation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {

  private final Evidence evidence = new Evidence(new Links("http://baseline", "http://alert"));

  @ParameterizedTest
  @CsvSource({
    // What decided, also where the bucket itself lies on the other side.
    "low, 12, 10, low",
    "high, 8, 10, high",
    // Told before the side was said.
    "'', 8, 10, low",
    "'', 12, 10, high"
  })
  void theSideIsTheOneThatDecided(String decided, double actual, double typical, String side) {
    // Given
    AnomalyRecord record =
        AnomalyRecord.newBuilder()
            .setFunction(Function.FUNCTION_COUNT)
            .setActual(actual)
            .setTypical(typical)
            .setBucketSpanS(900)
            .setExplanation(Explanation.newBuilder().setSide(decided))
            .build();
    // Then
    assertThat(evidence.json(record)).contains("\"side\":\"" + side + "\"");
  }
}

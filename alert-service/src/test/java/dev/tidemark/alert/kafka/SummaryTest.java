package dev.tidemark.alert.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.scoring.v1.Explanation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SummaryTest {

  private static AnomalyRecord.Builder record(
      Function function, String field, double actual, double typical) {
    return AnomalyRecord.newBuilder()
        .setFunction(function)
        .setField(field)
        .setActual(actual)
        .setTypical(typical)
        .setBucketSpanS(900);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HIGH_COUNT|''|12300|1500|12,300 network events in 15 min, 8.2 times the usual 1,500.",
        "HIGH_NON_ZERO_COUNT|''|3|0.2|3 network events in 15 min, where next to none are usual.",
        "COUNT|''|3000|1500|3,000 network events in 15 min, 2.0 times the usual 1,500.",
        "COUNT|''|300|1500|300 network events in 15 min, 80 % below the usual 1,500.",
        "LOW_COUNT|''|0|1500|0 network events in 15 min, 100 % below the usual 1,500.",
        "LOW_COUNT|''|1|1500|1 network events in 15 min, 99 % below the usual 1,500.",
        "HIGH_SUM|network.bytes|5000|1000|5,000 bytes in 15 min, 5.0 times the usual 1,000.",
        "LOW_SUM|network.packets|10|1000|10 of network.packets in 15 min, 99 % below the usual"
            + " 1,000.",
        "SUM|network.bytes|10|1000|10 bytes in 15 min, 99 % below the usual 1,000.",
        "MEAN|network.bytes|2.5|10|a mean network.bytes of 2.5 in 15 min, 75 % below the usual 10.",
        "HIGH_MEAN|network.bytes|9000|1000|a mean network.bytes of 9,000 in 15 min, 9.0 times the"
            + " usual 1,000.",
        "LOW_MEAN|network.bytes|0|0|a mean network.bytes of 0 in 15 min, 0 % below the usual 0.",
        "MIN|network.bytes|40|400|a lowest network.bytes of 40 in 15 min, 90 % below the usual"
            + " 400.",
        "MAX|event.duration|7|0.5|a highest event.duration of 7 in 15 min, where less than 1 is"
            + " usual.",
        "DISTINCT_COUNT|host.name|2|50|2 different values of host.name in 15 min, 96 % below the"
            + " usual 50.",
        "HIGH_DISTINCT_COUNT|destination.port|5000|50|5,000 different values of destination.port"
            + " in 15 min, 100.0 times the usual 50."
      })
  void itReadsRightForEveryFunctionAndSide(
      String function, String field, double actual, double typical, String summary) {
    Function known = Function.valueOf("FUNCTION_" + function);
    assertThat(Summary.of(record(known, field, actual, typical).build())).isEqualTo(summary);
  }

  @ParameterizedTest
  @EnumSource(
      value = Function.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FUNCTION_UNSPECIFIED", "UNRECOGNIZED"})
  void noFunctionCallsADropMoreThanUsual(Function function) {
    // Given
    boolean high = function.name().startsWith("FUNCTION_HIGH_");
    // When
    String drop = Summary.of(record(function, "network.bytes", 1, 1_000).build());
    // Then
    assertThat(drop.contains("below the usual")).isEqualTo(!high);
    assertThat(drop.contains("times the usual")).isEqualTo(high);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "high|1400|1500|8|less than the usual 1,500, but high together with the 7 buckets before it.",
        "low|1600|1500|2|not less than the usual 1,500, but low together with the bucket before it.",
        "high|3000|1500|8|2.0 times the usual 1,500.",
        "low|300|1500|8|80 % below the usual 1,500.",
        "low|300|1500|1|80 % below the usual 1,500."
      })
  void whatIsSurprisingOnlyTogetherSaysSo(
      String side, double actual, double typical, int buckets, String end) {
    // Given
    AnomalyRecord record =
        record(Function.FUNCTION_COUNT, "", actual, typical)
            .setExplanation(
                Explanation.newBuilder().setSide(side).setDecisiveBuckets(buckets).build())
            .build();
    // Then
    assertThat(Summary.of(record)).endsWith(" network events in 15 min, " + end);
  }

  @Test
  void theSeriesStandsInFront() {
    AnomalyRecord record =
        record(Function.FUNCTION_LOW_COUNT, "", 0, 100)
            .setPartitionValue("berlin")
            .setByValue("dns")
            .setInterim(true)
            .build();
    assertThat(Summary.of(record))
        .isEqualTo("berlin, dns: 0 network events in 15 min so far, 100 % below the usual 100.");
  }

  @Test
  void aFunctionThatIsNotKnownIsRefused() {
    AnomalyRecord record =
        record(Function.FUNCTION_LOW_COUNT, "", 0, 100).setFunctionValue(77).build();
    assertThatThrownBy(() -> Summary.of(record)).hasMessage("function 77 is not known here");
  }
}

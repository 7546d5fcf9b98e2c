package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.proto.job.v1.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorFunctionTest {

  private static FieldSummary summary(DetectorFunction function, long... amounts) {
    FieldSummary field = new FieldSummary();
    for (long amount : amounts) {
      field.add(function.measure(), amount);
      if (function.measure() == Measure.DISTINCT) {
        field.distinct().add(Long.toString(amount));
      }
    }
    return field;
  }

  @Test
  void everyFunctionOfTheWireIsKnownByNumberAndName() {
    List<Function> wire =
        Arrays.stream(Function.values())
            .filter(f -> f != Function.FUNCTION_UNSPECIFIED && f != Function.UNRECOGNIZED)
            .toList();
    assertThat(wire).hasSize(DetectorFunction.values().length);
    for (Function function : wire) {
      DetectorFunction known = DetectorFunction.ofNumber(function.getNumber());
      assertThat("FUNCTION_" + known.name()).isEqualTo(function.name());
      assertThat(DetectorFunction.named(known.text())).contains(known);
    }
    assertThatThrownBy(() -> DetectorFunction.ofNumber(0)).hasMessageContaining("0 is not known");
  }

  @ParameterizedTest
  @CsvSource({
    "COUNT,4",
    "HIGH_COUNT,4",
    "LOW_COUNT,4",
    "HIGH_NON_ZERO_COUNT,4",
    "SUM,18",
    "HIGH_SUM,18",
    "LOW_SUM,18",
    "MEAN,4.5",
    "HIGH_MEAN,4.5",
    "LOW_MEAN,4.5",
    "MIN,0",
    "MAX,9",
    "DISTINCT_COUNT,2",
    "HIGH_DISTINCT_COUNT,2"
  })
  void valueFollowsFromTheAggregate(DetectorFunction function, double value) {
    assertThat(function.value(4, summary(function, 9, 0, 0, 9))).hasValue(value);
  }

  @ParameterizedTest
  @EnumSource(DetectorFunction.class)
  void aliveWithoutEventsIsZeroForCountsAndSumsAndNothingForTheOthers(DetectorFunction function) {
    boolean zero =
        function.measure().isGrowing() && function != DetectorFunction.HIGH_NON_ZERO_COUNT;
    assertThat(function.value(0, new FieldSummary()))
        .isEqualTo(zero ? OptionalDouble.of(0) : OptionalDouble.empty());
  }

  @Test
  void onlyHighSidesOfGrowingValuesAreSurprisingEarly() {
    assertThat(Arrays.stream(DetectorFunction.values()).filter(f -> f.isSurprisingEarly()))
        .containsExactlyInAnyOrder(
            DetectorFunction.HIGH_COUNT,
            DetectorFunction.HIGH_NON_ZERO_COUNT,
            DetectorFunction.HIGH_SUM,
            DetectorFunction.HIGH_DISTINCT_COUNT);
  }

  @Test
  void sidesAreThoseOfTheNames() {
    for (DetectorFunction function : DetectorFunction.values()) {
      Side side =
          function.text().startsWith("high_")
              ? Side.HIGH
              : function.text().startsWith("low_") ? Side.LOW : Side.BOTH;
      assertThat(function.side()).as(function.text()).isEqualTo(side);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void valuesDoNotDependOnOrderOrGrouping(long seed) {
    for (DetectorFunction function : DetectorFunction.values()) {
      // Given
      Random random = new Random(seed);
      List<Long> amounts = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        amounts.add(random.nextInt(20) == 0 ? random.nextLong(1L << 53) : random.nextInt(5_000));
      }
      FieldSummary straight =
          summary(function, amounts.stream().mapToLong(Long::longValue).toArray());
      // When
      Collections.shuffle(amounts, random);
      FieldSummary merged = new FieldSummary();
      for (int from = 0; from < amounts.size(); ) {
        int to = Math.min(amounts.size(), from + 1 + random.nextInt(300));
        long[] part = amounts.subList(from, to).stream().mapToLong(Long::longValue).toArray();
        merged.merge(summary(function, part));
        from = to;
      }
      // Then
      assertThat(function.value(2_000, merged))
          .as("%s, seed %d", function.text(), seed)
          .isEqualTo(function.value(2_000, straight))
          .isPresent();
    }
  }

  @Test
  void eventsThatAreToldApartCountOnceEach() {
    // Given
    FieldSummary flows = new FieldSummary();
    List.of("a", "b", "a").forEach(flows.distinct()::add);
    // Then
    assertThat(DetectorFunction.LOW_COUNT.value(3, flows)).hasValue(2);
    assertThat(DetectorFunction.HIGH_NON_ZERO_COUNT.valueSoFar(3, flows)).hasValue(2);
    assertThat(DetectorFunction.HIGH_SUM.value(3, flows)).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 136, 881, 1555})
  void whatIsSaidOfAnOpenBucketIsNeverMoreThanItsFinalValue(long seed) {
    // Given: seeds whose plain estimates fall by up to 4 % on their way
    DetectorFunction function = DetectorFunction.HIGH_DISTINCT_COUNT;
    FieldSummary field = new FieldSummary();
    double most = 0;
    for (int i = 0; i < 4_000; i++) {
      // When
      field.distinct().add(seed + "-" + i);
      most = Math.max(most, function.valueSoFar(i, field).orElseThrow());
      // Then
      assertThat(function.value(i, field).orElseThrow()).isGreaterThanOrEqualTo(most);
    }
    assertThat(most).isGreaterThan(3_500);
  }

  @Test
  void sumsStopAtTheTop() {
    FieldSummary field = summary(DetectorFunction.SUM, Long.MAX_VALUE, 5);
    assertThat(field.sum()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void negativeNumbersAreRefused() {
    FieldSummary field = new FieldSummary();
    for (Measure measure : List.of(Measure.SUM, Measure.MEAN, Measure.MIN, Measure.MAX)) {
      assertThatThrownBy(() -> field.add(measure, -1)).hasMessageContaining("-1");
    }
  }

  @Test
  void aValueIsLowByTheSideThatDecidedOrElseByItsFunctionOrWhatIsTypical() {
    assertThat(Side.HIGH.isLow("", 1, 2)).isFalse();
    assertThat(Side.LOW.isLow("", 2, 1)).isTrue();
    assertThat(Side.BOTH.isLow("", 1, 2)).isTrue();
    assertThat(Side.BOTH.isLow("", 2, 1)).isFalse();
    assertThat(Side.BOTH.isLow("high", 1, 2)).isFalse();
    assertThat(Side.BOTH.isLow("low", 2, 1)).isTrue();
    assertThat(Side.LOW.outward(-3)).isEqualTo(3);
    assertThat(Side.BOTH.outward(-3)).isEqualTo(3);
    assertThat(Side.HIGH.outward(-3)).isEqualTo(-3);
  }
}

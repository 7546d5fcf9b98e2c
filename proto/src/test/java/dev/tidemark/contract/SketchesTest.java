package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchesTest {

  /** No measurement: damage once made the library loop for ever. */
  private static final Duration HANGS_AFTER = Duration.ofMinutes(5);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void distinctValuesDoNotDependOnOrderOrGrouping(long seed) {
    // Given
    Random random = new Random(seed);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      values.add("10.0." + random.nextInt(200) + "." + random.nextInt(40));
    }
    double inOneGo = distinct(values).estimate();
    // When
    Collections.shuffle(values, random);
    DistinctValues merged = new DistinctValues();
    for (int from = 0; from < values.size(); ) {
      int to = Math.min(values.size(), from + 1 + random.nextInt(3_000));
      merged.merge(distinct(values.subList(from, to)).toBytes());
      merged = DistinctValues.fromBytes(merged.toBytes());
      from = to;
    }
    // Then
    assertThat(merged.estimate()).as("seed %d", seed).isEqualTo(inOneGo);
  }

  @Test
  void distinctValuesAreWithinTheirError() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      values.add("host-" + i);
    }
    assertThat(distinct(values).estimate()).isCloseTo(50_000, within(50_000 * 0.07));
    assertThat(distinct(values.subList(0, 7)).estimate()).isCloseTo(7, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void frequentValuesAreExactUpToTheirCapacityInAnyOrder(long seed) {
    // Given
    Random random = new Random(seed);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      values.add(
          "v" + (int) Math.min(FrequentValues.CAPACITY - 1, Math.abs(random.nextGaussian()) * 50));
    }
    FrequentValues inOneGo = frequent(values);
    // When
    Collections.shuffle(values, random);
    FrequentValues merged = new FrequentValues();
    for (int from = 0; from < values.size(); ) {
      int to = Math.min(values.size(), from + 1 + random.nextInt(500));
      merged.merge(frequent(values.subList(from, to)).toBytes());
      merged = FrequentValues.fromBytes(merged.toBytes());
      from = to;
    }
    // Then
    assertThat(merged.maximumError()).isZero();
    assertThat(merged.heaviest()).as("seed %d", seed).isEqualTo(inOneGo.heaviest());
    assertThat(merged.total()).isEqualTo(10_000);
    assertThat(merged.weight("v0")).isEqualTo(values.stream().filter("v0"::equals).count());
  }

  @Test
  void aHeavyValueIsFoundAmongManyRareOnes() {
    FrequentValues values = new FrequentValues();
    for (int i = 0; i < 30_000; i++) {
      values.add("rare-" + i, 1);
      values.add("attacker", 1);
    }
    assertThat(values.heaviest().getFirst().value()).isEqualTo("attacker");
    assertThat(values.weight("attacker")).isCloseTo(30_000L, within(values.maximumError()));
    assertThat(values.total()).isEqualTo(60_000);
  }

  @Test
  void longValuesAreCutWithoutBreakingACharacter() {
    FrequentValues values = new FrequentValues();
    values.add("x".repeat(FrequentValues.MAX_VALUE_LENGTH - 1) + "\uD83D\uDE00 tail", 1);
    String kept = FrequentValues.fromBytes(values.toBytes()).heaviest().getFirst().value();
    assertThat(kept).isEqualTo("x".repeat(FrequentValues.MAX_VALUE_LENGTH - 1));
  }

  @Test
  void nothingSeenIsNoBytes() {
    assertThat(new FrequentValues().toBytes()).isEmpty();
    assertThat(new DistinctValues().toBytes()).isEmpty();
    assertThat(FrequentValues.fromBytes(new byte[0]).heaviest()).isEmpty();
    assertThat(DistinctValues.fromBytes(new byte[0]).estimate()).isZero();
  }

  @Test
  void refusesBytesThatAreNoSketch() {
    byte[] garbage = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    assertThatThrownBy(() -> FrequentValues.fromBytes(garbage))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DistinctValues.fromBytes(garbage))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void damagedBytesAreRefusedOrReadButNeverKeepAReaderBusy(long seed) {
    // Given
    Random random = new Random(seed);
    FrequentValues values = new FrequentValues();
    for (int i = 0; i < 100; i++) {
      values.add("value-" + i, 1 + i);
    }
    byte[] good = values.toBytes();
    // Then
    assertTimeoutPreemptively(
        HANGS_AFTER,
        () -> {
          for (int i = 0; i < 2_000; i++) {
            byte[] damaged = good.clone();
            int bytes = 1 + random.nextInt(3);
            for (int b = 0; b < bytes; b++) {
              damaged[random.nextInt(32)] = (byte) random.nextInt(256);
            }
            readOrRefuse(damaged);
          }
        });
  }

  private static void readOrRefuse(byte[] damaged) {
    try {
      assertThat(FrequentValues.fromBytes(damaged).heaviest()).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("frequent values");
    }
  }

  private static DistinctValues distinct(List<String> values) {
    DistinctValues set = new DistinctValues();
    values.forEach(set::add);
    return set;
  }

  private static FrequentValues frequent(List<String> values) {
    FrequentValues set = new FrequentValues();
    values.forEach(value -> set.add(value, 1));
    return set;
  }
}

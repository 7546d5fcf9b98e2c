package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.FrequentValues;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsualSharesTest {

  private static final BucketSpan QUARTER_HOUR = BucketSpan.ofSeconds(900);

  private static Instant start(int bucket) {
    return Traffic.MONDAY.plus(Duration.ofMinutes(15L * bucket));
  }

  private static FrequentValues values(Map<String, Long> weights) {
    FrequentValues values = new FrequentValues();
    weights.forEach(values::add);
    return values;
  }

  static UsualShares learned() {
    UsualShares shares = UsualShares.start(QUARTER_HOUR, Traffic.UTC);
    for (int i = 0; i < 20; i++) {
      shares.learn(
          start(i),
          Map.of(
              "source.ip", values(Map.of("192.0.2.1", 60L, "192.0.2.2", 40L)),
              "destination.as.organization.name", values(Map.of("Example", 30L))),
          100,
          Map.of("network.bytes", 5_000.0 + i));
    }
    return shares;
  }

  @Test
  void learnsTheUsualShareOfAValue() {
    // When
    UsualShares shares = learned();
    // Then
    assertThat(shares.share("source.ip", "192.0.2.1")).isCloseTo(0.6, within(1e-6));
    assertThat(shares.share("destination.as.organization.name", "Example"))
        .isCloseTo(0.3, within(1e-6));
    assertThat(shares.share("source.ip", "198.51.100.1")).isZero();
    assertThat(shares.share("unknown", "192.0.2.1")).isZero();
  }

  @Test
  void valueThatStaysAwayLosesItsShare() {
    // Given
    UsualShares shares = learned();
    // When
    for (int i = 20; i < 40; i++) {
      shares.learn(start(i), Map.of("source.ip", values(Map.of("192.0.2.2", 100L))), 100, Map.of());
    }
    // Then
    assertThat(shares.share("source.ip", "192.0.2.1")).isCloseTo(0.3, within(0.01));
  }

  @Test
  void oneFloodTeachesOneBucketsWorth() {
    // Given
    UsualShares shares = learned();
    // When
    shares.learn(
        start(20),
        Map.of("source.ip", values(Map.of("203.0.113.9", 1_000_000L))),
        1_000_000,
        Map.of());
    // Then
    assertThat(shares.share("source.ip", "203.0.113.9")).isLessThan(0.06);
  }

  @Test
  void bucketWithoutEventsTeachesNoShares() {
    // Given
    UsualShares shares = learned();
    // When
    shares.learn(start(20), Map.of("source.ip", new FrequentValues()), 0, Map.of());
    // Then
    assertThat(shares.share("source.ip", "192.0.2.1")).isCloseTo(0.6, within(1e-6));
  }

  @Test
  void companionsAreKnownByHourOfDay() {
    // When
    UsualShares shares = learned();
    // Then
    assertThat(shares.companion("network.bytes", start(1)).getAsDouble())
        .isBetween(5_000.0, 5_003.0);
    assertThat(shares.companion("network.bytes", start(5)).getAsDouble())
        .isBetween(5_004.0, 5_007.0);
    assertThat(shares.companion("network.bytes", start(12 * 4))).isEmpty();
    assertThat(shares.companion("source.ip distinct", start(1))).isEmpty();
  }

  @Test
  void restartAtAnyPointEqualsNoRestart() {
    // Given
    Random random = new Random(1);
    UsualShares kept = UsualShares.start(QUARTER_HOUR, Traffic.UTC);
    UsualShares restarted = UsualShares.start(QUARTER_HOUR, Traffic.UTC);
    for (int i = 0; i < 300; i++) {
      var influencers = crowd(random, 4, 150);
      // When
      restarted = UsualShares.decode(restarted.encode(), QUARTER_HOUR, Traffic.UTC);
      kept.learn(start(i), influencers, 500, Map.of("network.bytes", (double) i));
      restarted.learn(start(i), influencers, 500, Map.of("network.bytes", (double) i));
      // Then
      assertThat(restarted.encode()).isEqualTo(kept.encode());
    }
  }

  private static Map<String, FrequentValues> crowd(Random random, int fields, int values) {
    Map<String, FrequentValues> influencers = new HashMap<>();
    for (int field = 0; field < fields; field++) {
      FrequentValues seen = new FrequentValues();
      for (int i = 0; i < values; i++) {
        seen.add("value" + random.nextInt(5_000), 1 + random.nextInt(9));
      }
      influencers.put("field" + field, seen);
    }
    return influencers;
  }

  @Test
  void crowdOfValuesFitsEightKibibytesAndKeepsTheHeavy() {
    // Given
    Random random = new Random(2);
    UsualShares shares = UsualShares.start(QUARTER_HOUR, Traffic.UTC);
    // When
    for (int i = 0; i < 200; i++) {
      var influencers = crowd(random, 20, 100);
      influencers.values().forEach(values -> values.add("heavy", 500));
      shares.learn(start(i), influencers, 1_000, companions(12));
    }
    // Then
    assertThat(shares.encode()).hasSizeLessThanOrEqualTo(8_192);
    assertThat(shares.share("field0", "heavy")).isCloseTo(0.5, within(0.01));
  }

  private static Map<String, Double> companions(int count) {
    Map<String, Double> companions = new HashMap<>();
    for (int i = 0; i < count; i++) {
      companions.put("companion" + "é".repeat(80) + i, 1.0);
    }
    return companions;
  }

  @Test
  void unknownVersionIsNamed() {
    // Given
    byte[] state = learned().encode();
    state[0] = 7;
    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UsualShares.decode(state, QUARTER_HOUR, Traffic.UTC))
        .withMessage("usual shares have unknown version 7, known is 1");
  }

  @Test
  void emptyBytesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UsualShares.decode(new byte[0], QUARTER_HOUR, Traffic.UTC))
        .withMessage("usual shares end early, after 0 bytes");
  }
}

package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.contract.BucketSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockShiftTest {

  private static final BucketSpan SPAN = new BucketSpan(Duration.ofMinutes(15));
  private static final int DAY = 96;
  private static final int LEARNED = 28 * DAY;
  private static final int HOUR = 4;

  /** An office that opens at 8 and closes at 18: steep flanks, flat in between. */
  private static final class Office {
    private final Random random;
    private final Baseline baseline = Baselines.start(SPAN, Traffic.UTC);

    Office(long seed) {
      random = new Random(seed);
    }

    static Instant start(int bucket) {
      return Traffic.MONDAY.plus(SPAN.length().multipliedBy(bucket));
    }

    static double expected(int bucket) {
      double hour = bucket % DAY / 4.0;
      double open = flank(hour - 8) - flank(hour - 18);
      return 100 + 900 * open;
    }

    private static double flank(double hours) {
      return 1 / (1 + StrictMath.exp(-3 * hours));
    }

    /** Learns buckets of an office whose people come so many buckets early. */
    void learn(int from, int to, int early, double factor) {
      for (int i = from; i < to; i++) {
        double noise = 1 + 0.03 * random.nextGaussian();
        baseline.learn(start(i), Math.rint(factor * expected(i + early) * noise));
      }
    }

    double typical(int bucket) {
      return baseline.predict(start(bucket)).typical();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {HOUR, -HOUR})
  void aClockThatIsAnHourOffIsFollowedInRisesAndFallsAlike(int early) {
    // Given
    Office office = new Office(1);
    office.learn(0, LEARNED, 0, 1);
    // When: three days
    int now = LEARNED + 3 * DAY;
    office.learn(LEARNED, now, early, 1);
    // Then: the flanks, too, stand where they are now; an hour off they would be at a third or
    // thrice
    for (int bucket : new int[] {7, 8, 9, 17, 18, 19}) {
      int i = now + 4 * bucket;
      double expected = Office.expected(i + early);
      assertThat(office.typical(i)).isCloseTo(expected, within(0.4 * expected));
    }
  }

  @Test
  void trafficThatRisesAtAnyTimeMovesNoClock() {
    // Given
    Office office = new Office(3);
    office.learn(0, LEARNED, 0, 1);
    // When: three days of half as much again
    int now = LEARNED + 3 * DAY;
    office.learn(LEARNED, now, 0, 1.5);
    // Then: the flanks stand where they stood
    assertThat(office.typical(now + 4 * 7)).isLessThan(1.5 * Office.expected(4 * 7) * 1.3);
    assertThat(office.typical(now + 4 * 19)).isLessThan(1.5 * Office.expected(4 * 19) * 1.3);
  }

  @Test
  void evidenceFromOneFlankOnlyMovesNoClock() {
    // Given
    ClockShift clock = new ClockShift(900, 1);
    // When: a flood before the office opens, day after day
    for (int i = 0; i < 200; i++) {
      assertThat(clock.learn(4, 4, -4, 9, 0, 1)).isFalse();
    }
    // Then
    assertThat(clock.offsetS()).isZero();
    assertThat(clock.allowedAbove(4, -4)).isEqualTo(4);
  }

  @Test
  void evidenceFromBothFlanksMovesIt() {
    // Given
    ClockShift clock = new ClockShift(900, 1);
    boolean moved = false;
    // When: high where the profile will be higher in an hour, low where it will be lower
    for (int i = 0; i < 40 && !moved; i++) {
      double ahead = i % 2 == 0 ? 4 : -4;
      moved = clock.learn(ahead, ahead, -ahead, 9, 0, 1);
    }
    // Then
    assertThat(moved).isTrue();
    assertThat(clock.offsetS()).isEqualTo(3_600);
    assertThat(clock.allowedAbove(4, -4)).isZero();
  }
}

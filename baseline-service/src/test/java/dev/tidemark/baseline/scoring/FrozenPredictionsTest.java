package dev.tidemark.baseline.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.baseline.bucket.FrozenPrediction;
import dev.tidemark.baseline.model.Baseline;
import dev.tidemark.baseline.model.Baselines;
import dev.tidemark.contract.BucketSpan;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenPredictionsTest {

  private static final long SPAN = 900;

  /** After a restart a bucket is scored with the same numbers, bit for bit. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 2_000})
  void whatIsDecodedEqualsWhatWasEncoded(int buckets) {
    // Given
    Random random = new Random(buckets);
    Baseline baseline = Baselines.start(BucketSpan.ofSeconds(SPAN), ZoneId.of("UTC"));
    for (int i = 0; i < buckets; i++) {
      baseline.learn(start(i), random.nextInt(1_000) * (i % 97 == 0 ? 20 : 1));
    }
    FrozenPrediction frozen =
        new FrozenPrediction(
            baseline.predict(start(buckets)), baseline.context(start(buckets)), buckets);
    // When
    FrozenPrediction decoded = FrozenPredictions.decode(FrozenPredictions.encode(frozen));
    // Then
    assertThat(decoded).isEqualTo(frozen);
  }

  @Test
  void whatIsBorrowedFromSiblingsIsKept() {
    // Given
    List<Baseline> siblings = new ArrayList<>();
    for (int level = 1; level <= 3; level++) {
      Baseline sibling = Baselines.start(BucketSpan.ofSeconds(SPAN), ZoneId.of("UTC"));
      for (int i = 0; i < 1_400; i++) {
        sibling.learn(start(i), level * (1_000 + 500 * StrictMath.sin(i / 96.0 * 2 * Math.PI)));
      }
      siblings.add(sibling);
    }
    Baseline baseline = Baselines.start(BucketSpan.ofSeconds(SPAN), ZoneId.of("UTC"), siblings);
    baseline.learn(start(1_400), 70);
    FrozenPrediction frozen =
        new FrozenPrediction(baseline.predict(start(1_401)), baseline.context(start(1_401)), 1_000);
    // Then
    assertThat(frozen.prediction().borrowed()).isTrue();
    assertThat(FrozenPredictions.decode(FrozenPredictions.encode(frozen))).isEqualTo(frozen);
  }

  @Test
  void whatIsNoSuchFormIsRefused() {
    assertThatThrownBy(() -> FrozenPredictions.decode(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a stored prediction");
  }

  private static Instant start(int bucket) {
    return Instant.ofEpochSecond(1_772_409_600 + bucket * SPAN);
  }
}

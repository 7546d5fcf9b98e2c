package dev.tidemark.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void aBurstIsSavedUpAndOverspendingIsMadeUpFor() {
    TokenBucket bucket = new TokenBucket(100, 2 * SECOND, 0);
    assertThat(bucket.waitNanos(0)).isZero();
    bucket.spend(200, 0);
    assertThat(bucket.waitNanos(0)).isZero();
    bucket.spend(100, 0);
    assertThat(bucket.waitNanos(0)).isEqualTo(SECOND);
    assertThat(bucket.waitNanos(SECOND / 2)).isEqualTo(SECOND / 2);
    assertThat(bucket.waitNanos(SECOND)).isZero();
  }

  @Test
  void noMoreThanTheBurstIsSavedUp() {
    TokenBucket bucket = new TokenBucket(100, 2 * SECOND, 0);
    bucket.spend(300, 1000 * SECOND);
    assertThat(bucket.waitNanos(1000 * SECOND)).isEqualTo(SECOND);
  }

  @Test
  void withoutALimitNobodyWaits() {
    TokenBucket bucket = new TokenBucket(0, SECOND, 0);
    bucket.spend(Integer.MAX_VALUE, 0);
    assertThat(bucket.waitNanos(0)).isZero();
  }
}

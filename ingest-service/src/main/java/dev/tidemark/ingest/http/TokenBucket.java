package dev.tidemark.ingest.http;

/**
 * A rate that may be saved up for a while and then spent at once. Spending is always possible; who
 * has overspent waits until it is made up for. Kept as the time at which all would be made up for,
 * so that nothing has to be refilled.
 */
final class TokenBucket {

  private static final double NANOS = 1e9;

  private final double nanosEach;
  private final long burstNanos;
  private long evenAt;

  /**
   * A bucket that is full.
   *
   * @param perSecond the rate; 0: no limit
   * @param burstNanos for how long it is saved up
   * @param now a moment in nanoseconds, as all others here
   */
  TokenBucket(long perSecond, long burstNanos, long now) {
    nanosEach = perSecond == 0 ? 0 : NANOS / perSecond;
    this.burstNanos = burstNanos;
    evenAt = now - burstNanos;
  }

  /** How long to wait before spending; 0: not at all. */
  synchronized long waitNanos(long now) {
    return nanosEach == 0 ? 0 : Math.max(0, evenAt - now);
  }

  /** Spends, however much. */
  synchronized void spend(long amount, long now) {
    evenAt = Math.max(evenAt, now - burstNanos) + (long) (amount * nanosEach);
  }
}

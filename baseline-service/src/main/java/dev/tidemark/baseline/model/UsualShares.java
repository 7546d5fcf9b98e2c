package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.FrequentValues;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What is usual beside a series' value: the usual share of each influencer value, and the usual
 * value of companion figures at each hour of the day. Its state in memory equals its decoded
 * encoding.
 */
public final class UsualShares {

  private int learned;

  private UsualShares() {}

  /** Of a series of which nothing is known. */
  public static UsualShares start(BucketSpan span, ZoneId zone) {
    return new UsualShares();
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @throws IllegalArgumentException if the bytes are of an unknown version or not such a form; the
   *     message says which
   */
  public static UsualShares decode(byte[] state, BucketSpan span, ZoneId zone) {
    if (state.length == 0) {
      throw new IllegalArgumentException("usual shares' state is empty");
    }
    return new UsualShares();
  }

  /**
   * Usual share of a value in a bucket of this series, in [0, 1]; 0 when never seen or too rare to
   * be kept.
   */
  public double share(String field, String value) {
    return 0;
  }

  /**
   * Usual value of a companion figure at the bucket's hour of the day, at least 0; empty while not
   * known.
   */
  public OptionalDouble companion(String name, Instant bucketStart) {
    return OptionalDouble.empty();
  }

  /**
   * Learns a bucket.
   *
   * @param bucketStart start of the bucket
   * @param influencers amounts by value, for each influencer field
   * @param total the bucket's actual, in the unit of the amounts; nothing is learned of influencers
   *     when it is 0
   * @param companions other figures of the bucket by name; finite, at least 0
   */
  public void learn(
      Instant bucketStart,
      Map<String, FrequentValues> influencers,
      double total,
      Map<String, Double> companions) {
    learned++;
  }

  /** Versioned compact form of the state, at most 8 KiB. */
  public byte[] encode() {
    return new byte[] {(byte) learned};
  }
}

package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.FrequentValues;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is usual beside a series' value: the usual share of each influencer value, and the usual
 * value of companion figures at each hour of the day. Both are discounted means over buckets, so
 * that one flood teaches one bucket's worth. Its state in memory equals its decoded encoding.
 */
public final class UsualShares {

  /** Fields beyond these, in the order of their names, are not kept. */
  static final int MAX_FIELDS = 16;

  /** Companions beyond these, in the order of their names, are not kept. */
  static final int MAX_COMPANIONS = 8;

  /** Fields and companions with longer names are not kept. */
  static final int MAX_NAME_LENGTH = 100;

  private static final double MEMORY_S = 7 * 86_400;
  private static final double COMPANION_MEMORY_DAYS = 7;

  final TreeMap<String, FieldShares> fields = new TreeMap<>();
  final TreeMap<String, float[]> companions = new TreeMap<>();
  private final LocalSlots slots;
  private final double rate;
  private final double companionRate;

  private UsualShares(BucketSpan span, ZoneId zone) {
    this.slots = new LocalSlots(span, zone);
    this.rate = Math.min(0.1, span.seconds() / MEMORY_S);
    this.companionRate = Math.min(0.3, span.seconds() / (COMPANION_MEMORY_DAYS * 3_600));
  }

  /** Of a series of which nothing is known. */
  public static UsualShares start(BucketSpan span, ZoneId zone) {
    return new UsualShares(span, zone);
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @throws IllegalArgumentException if the bytes are of an unknown version or not such a form; the
   *     message says which
   */
  public static UsualShares decode(byte[] state, BucketSpan span, ZoneId zone) {
    UsualShares shares = new UsualShares(span, zone);
    UsualSharesCodec.decode(state, shares);
    return shares;
  }

  /**
   * Usual share of a value in a bucket of this series, in [0, 1]; 0 when never seen or too rare to
   * be kept.
   */
  public double share(String field, String value) {
    FieldShares shares = fields.get(field);
    return shares == null ? 0 : shares.share(value);
  }

  /**
   * Usual value of a companion figure at the bucket's hour of the day, at least 0; empty while not
   * known.
   */
  public OptionalDouble companion(String name, Instant bucketStart) {
    float[] hours = companions.get(name);
    float usual = hours == null ? Float.NaN : hours[slots.hour(bucketStart.getEpochSecond())];
    return Float.isNaN(usual) ? OptionalDouble.empty() : OptionalDouble.of(usual);
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
    if (total > 0) {
      new TreeMap<>(influencers).forEach((field, values) -> learnField(field, values, total));
    }
    int hour = slots.hour(bucketStart.getEpochSecond());
    new TreeMap<>(companions).forEach((name, value) -> learnCompanion(name, hour, value));
  }

  private void learnField(String field, FrequentValues values, double total) {
    if (field.length() > MAX_NAME_LENGTH
        || (fields.size() >= MAX_FIELDS && !fields.containsKey(field))) {
      return;
    }
    boolean added = !fields.containsKey(field);
    fields.computeIfAbsent(field, _ -> new FieldShares()).learn(values, total, rate);
    int capacity = UsualSharesCodec.valuesPerField(this);
    if (added) {
      fields.values().forEach(shares -> shares.trim(capacity));
    } else {
      fields.computeIfPresent(field, (_, shares) -> shares.trim(capacity));
    }
  }

  private void learnCompanion(String name, int hour, double value) {
    if (name.length() > MAX_NAME_LENGTH
        || (companions.size() >= MAX_COMPANIONS && !companions.containsKey(name))) {
      return;
    }
    float[] hours = companions.computeIfAbsent(name, _ -> UsualSharesCodec.unknownHours());
    hours[hour] =
        Float.isNaN(hours[hour])
            ? (float) value
            : (float) (hours[hour] + companionRate * (value - hours[hour]));
    int capacity = UsualSharesCodec.valuesPerField(this);
    fields.values().forEach(shares -> shares.trim(capacity));
  }

  /** Versioned compact form of the state, at most 8 KiB. */
  public byte[] encode() {
    return UsualSharesCodec.encode(this);
  }
}

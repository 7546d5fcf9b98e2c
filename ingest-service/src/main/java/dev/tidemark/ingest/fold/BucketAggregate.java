package dev.tidemark.ingest.fold;

import dev.tidemark.contract.DistinctValues;
import dev.tidemark.contract.FieldSummary;
import dev.tidemark.contract.FrequentValues;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What is known of one series in one bucket. Adding and merging commute. */
public final class BucketAggregate {

  private long count;
  private long bytes;
  private final FieldSummary field = new FieldSummary();
  private final DistinctValues sources = new DistinctValues();
  private final DistinctValues destinations = new DistinctValues();
  private final TreeMap<String, FrequentValues> influencers = new TreeMap<>();

  /** Number of events. */
  public long count() {
    return count;
  }

  /** The values of the detector's field. */
  public FieldSummary field() {
    return field;
  }

  /** Sum of {@code network.bytes}, or of the bytes of both directions where there is no total. */
  public long bytes() {
    return bytes;
  }

  /** Distinct source addresses. */
  public DistinctValues sources() {
    return sources;
  }

  /** Distinct destination addresses. */
  public DistinctValues destinations() {
    return destinations;
  }

  /** Tells every influencer field with its values, in the order of the names. */
  public void forEachInfluencer(BiConsumer<String, FrequentValues> action) {
    influencers.forEach(action);
  }

  /** One event more, with its bytes. */
  void add(long eventBytes) {
    count++;
    bytes = saturated(bytes, eventBytes);
  }

  FrequentValues influencer(String field) {
    return influencers.computeIfAbsent(field, any -> new FrequentValues());
  }

  void merge(BucketAggregate other) {
    count += other.count;
    bytes = saturated(bytes, other.bytes);
    field.merge(other.field);
    if (!other.sources.isEmpty()) {
      sources.merge(other.sources);
    }
    if (!other.destinations.isEmpty()) {
      destinations.merge(other.destinations);
    }
    other.influencers.forEach((field, values) -> influencer(field).merge(values));
  }

  /** Of values that are not negative; stays order-free at the top, where wrapping would not. */
  private static long saturated(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}

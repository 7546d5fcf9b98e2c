package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.DistinctValues;
import dev.tidemark.contract.FieldSummary;
import dev.tidemark.contract.FrequentValues;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What was counted of one series in one bucket. Merging is commutative and associative; all numbers
 * are whole, so the order of arrival leaves no trace. Numbers are never negative and stop at the
 * top instead of wrapping: a wrapped one could not be learned.
 */
public final class Aggregate {

  /** No weight of an influencer value may wrap: such a sketch could not be read again. */
  private static final long MOST_WEIGHT = Long.MAX_VALUE / 2;

  private long count;
  private long bytes;
  private final FieldSummary field = new FieldSummary();
  private final DistinctValues sources = new DistinctValues();
  private final DistinctValues destinations = new DistinctValues();
  private final Map<String, FrequentValues> influencers = new TreeMap<>();

  /** Adds numbers: events and network.bytes. */
  public void add(long events, long networkBytes) {
    count = saturated(count, events);
    bytes = saturated(bytes, networkBytes);
  }

  private static long saturated(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Adds all that another one has counted. */
  public void merge(Aggregate other) {
    add(other.count, other.bytes);
    field.merge(other.field);
    sources.merge(other.sources);
    destinations.merge(other.destinations);
    other.influencers.forEach(this::merge);
  }

  private void merge(String field, FrequentValues values) {
    FrequentValues known = influencer(field);
    if (values.total() >= 0 && values.total() <= MOST_WEIGHT - known.total()) {
      known.merge(values);
    }
  }

  /** Number of events. */
  public long count() {
    return count;
  }

  /** The values of the detector's field, to be added to. */
  public FieldSummary field() {
    return field;
  }

  /** Sum of network.bytes, in bytes. */
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

  /** Values by influencer field, in the order of the fields' names; to be read only. */
  public Map<String, FrequentValues> influencers() {
    return influencers;
  }

  /** The values of one influencer field, to be added to. */
  public FrequentValues influencer(String field) {
    return influencers.computeIfAbsent(field, _ -> new FrequentValues());
  }

  /** The bucket's value for a function; empty: it has none, and that is no zero. */
  public OptionalDouble value(DetectorFunction function) {
    return function.value(count, field);
  }

  /** The value of a bucket that still fills: what the final one will not be below. */
  public OptionalDouble valueSoFar(DetectorFunction function) {
    return function.valueSoFar(count, field);
  }

  /** Other figures of the bucket by name. */
  public Map<String, Double> companions() {
    Map<String, Double> companions = new TreeMap<>();
    companions.put("network.bytes", (double) bytes);
    companions.put("source.ip distinct", sources.estimate());
    companions.put("destination.ip distinct", destinations.estimate());
    return companions;
  }
}

package dev.tidemark.ingest.fold;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.query.Condition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What folding needs to know of a job.
 *
 * @param id a person's name for it
 * @param uid identity of this creation
 * @param span length of its buckets
 * @param shards number of shards, at least 1
 * @param counts whether events count, or flows
 * @param filter which events count
 * @param liveness which events show that the source is alive
 * @param detectors what is computed, by index
 * @param influencers fields whose values are kept with their weights
 * @param phase what it does now
 */
public record JobSpec(
    String id,
    String uid,
    BucketSpan span,
    int shards,
    Counts counts,
    Condition filter,
    Condition liveness,
    List<DetectorSpec> detectors,
    List<String> influencers,
    Phase phase) {

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if there is no uid, detector or shard; the message says which
   */
  public JobSpec {
    detectors = List.copyOf(detectors);
    influencers = List.copyOf(new LinkedHashSet<>(influencers));
    if (uid.isBlank() || id.isBlank()) {
      throw new IllegalArgumentException("job without id or uid");
    }
    if (shards < 1) {
      throw new IllegalArgumentException("job '" + id + "' has " + shards + " shards");
    }
    if (detectors.isEmpty()) {
      throw new IllegalArgumentException("job '" + id + "' has no detectors");
    }
  }

  /** What a job does. */
  public sealed interface Phase {

    /** Its name for people. */
    String label();
  }

  /** Nothing counts. */
  public record Closed() implements Phase {
    @Override
    public String label() {
      return "closed";
    }
  }

  /**
   * Live events count.
   *
   * @param fromSecond from this event time on, seconds since the epoch
   */
  public record Live(long fromSecond) implements Phase {
    @Override
    public String label() {
      return "live";
    }
  }

  /**
   * Only a session's events count.
   *
   * @param session its id
   */
  public record Backfilling(String session) implements Phase {
    @Override
    public String label() {
      return "backfilling";
    }
  }

  /** Whether every event shows that the source is alive. */
  boolean anyShowsLife() {
    return liveness.equals(Condition.ANY);
  }

  /** Names of all event fields it looks at. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(influencers);
    Stream.concat(filter.fields(), liveness.fields()).forEach(fields::add);
    if (counts == Counts.FLOWS) {
      fields.addAll(FlowReports.FIELDS);
    }
    for (DetectorSpec detector : detectors) {
      Stream.of(detector.field(), detector.byField(), detector.partitionField())
          .filter(field -> !field.isEmpty())
          .forEach(fields::add);
    }
    return fields;
  }
}

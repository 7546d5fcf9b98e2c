package dev.tidemark.ingest.fold;

import dev.tidemark.contract.SeriesKey;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one job sees one event.
 *
 * @param job the job
 * @param mismatch which part of the filter does not hold, in words; empty: the event matches
 * @param showsLife whether the event shows that the source is alive
 * @param bucketSecond start of the event's bucket, seconds since the epoch
 * @param detectors what it is for each detector, in order; none if it does not match
 * @param obstacle why it would not count; null: it would
 */
public record Explanation(
    JobSpec job,
    String mismatch,
    boolean showsLife,
    long bucketSecond,
    List<Detector> detectors,
    @Nullable Obstacle obstacle) {

  /** Copies the detectors. */
  public Explanation {
    detectors = List.copyOf(detectors);
  }

  /**
   * What an event is for one detector.
   *
   * @param spec the detector
   * @param series the series in which it would count; null: none
   * @param shard the shard that has the series; -1: none
   * @param skip why it would not count; null: it would
   */
  public record Detector(
      DetectorSpec spec, @Nullable SeriesKey series, int shard, @Nullable SkipReason skip) {}

  /** Why an event would not count in a job. */
  public enum Obstacle {
    /** The job is closed. */
    JOB_CLOSED,
    /** The job is in a backfill, and the event was not sent for it. */
    JOB_BACKFILLING,
    /** The event happened before the time from which the job counts. */
    BEFORE_LIVE_FROM,
    /** The filter does not take it. */
    FILTER,
    /** Every detector passes it over. */
    SKIPPED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The stable word for it in answers. */
    public String code() {
      return code;
    }
  }

  /** Whether the event passes the filter. */
  public boolean matches() {
    return mismatch.isEmpty();
  }

  /** Exclusive end of the bucket, seconds since the epoch. */
  public long bucketEndSecond() {
    return bucketSecond + job.span().seconds();
  }
}

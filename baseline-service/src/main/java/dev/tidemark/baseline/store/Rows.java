package dev.tidemark.baseline.store;

import dev.tidemark.contract.Identity;
import dev.tidemark.contract.Measure;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows that one transaction writes beside the state of the shards.
 *
 * @param buckets results of closed buckets
 * @param additions values to combine with results that are kept without a score
 * @param records results worth telling
 * @param repairables closed buckets that late events may still change
 * @param outbox messages, in their order
 */
public record Rows(
    List<BucketRow> buckets,
    List<Addition> additions,
    List<RecordRow> records,
    List<RepairableRow> repairables,
    List<OutboxRow> outbox) {

  /** Copies the lists. */
  public Rows {
    buckets = List.copyOf(buckets);
    additions = List.copyOf(additions);
    records = List.copyOf(records);
    repairables = List.copyOf(repairables);
    outbox = List.copyOf(outbox);
  }

  /**
   * One series and bucket.
   *
   * @param shard the shard
   * @param series the series
   * @param start start of the bucket, epoch seconds
   */
  public record Place(ShardKey shard, SeriesKey series, long start) {

    /** Id of the bucket's record, if it has one. */
    public String recordId() {
      return Identity.record(shard.jobUid(), series, start);
    }
  }

  /**
   * A row of {@code bucket}.
   *
   * @param place which bucket
   * @param actual its value
   * @param scored what was expected and how surprising it was; null where nothing was expected
   * @param plotted whether typical and bounds are kept
   * @param unscoredReason why it was not judged, so that of {@code scored} only typical and bounds
   *     count; null where it was
   * @param revised whether late events changed it
   * @param origin {@code live} or {@code history}
   * @param scheduledEvent name of the scheduled event that it is under; null: none
   */
  public record BucketRow(
      Place place,
      double actual,
      @Nullable Scored scored,
      boolean plotted,
      @Nullable String unscoredReason,
      boolean revised,
      String origin,
      @Nullable String scheduledEvent) {

    /** The row with another value. */
    public BucketRow withActual(double other) {
      return new BucketRow(
          place, other, scored, plotted, unscoredReason, revised, origin, scheduledEvent);
    }
  }

  /**
   * A value that came for a bucket which may be kept already, without a score.
   *
   * @param row the bucket, as it is when nothing of it is kept yet
   * @param combining what becomes of the value that is kept
   */
  public record Addition(BucketRow row, Combining combining) {
    /** The value that came. */
    public double actual() {
      return row.actual();
    }
  }

  /** What two values of one bucket make. */
  public enum Combining {
    /** Their sum. */
    ADD,
    /** The lower one. */
    LEAST,
    /** The higher one. */
    GREATEST,
    /**
     * The first one: of a mean and of a number of distinct values nothing can be made without what
     * they were measured from. What came later is among the shard's late events.
     */
    KEEP;

    /** How values of a measure combine. */
    public static Combining of(Measure measure) {
      return switch (measure) {
        case EVENTS, SUM -> ADD;
        case MIN -> LEAST;
        case MAX -> GREATEST;
        case MEAN, DISTINCT -> KEEP;
      };
    }

    /** The value that both make. */
    public double apply(double kept, double more) {
      return switch (this) {
        case ADD -> kept + more;
        case LEAST -> Math.min(kept, more);
        case GREATEST -> Math.max(kept, more);
        case KEEP -> kept;
      };
    }
  }

  /**
   * The judgement of a bucket.
   *
   * @param typical centre of what was expected
   * @param lower lower bound
   * @param upper upper bound
   * @param probability of a value as far out on the anomalous side
   * @param score anomaly score
   */
  public record Scored(
      double typical, double lower, double upper, double probability, double score) {}

  /**
   * A row of {@code record}.
   *
   * @param place which bucket
   * @param id the record's id
   * @param score anomaly score
   * @param interim whether the bucket is still open
   * @param body tidemark.anomaly.v1.AnomalyRecord
   */
  public record RecordRow(Place place, String id, double score, boolean interim, Bytes body) {}

  /**
   * A row of {@code repairable_bucket}.
   *
   * @param place which bucket
   * @param aggregate what was counted
   * @param evidence tidemark.scoring.v1.BucketToScore as it was scored, or would have been
   * @param scheduledEvent name of the scheduled event that it is under; null: none
   */
  public record RepairableRow(
      Place place, Bytes aggregate, Bytes evidence, @Nullable String scheduledEvent) {}

  /**
   * A row of {@code outbox}.
   *
   * @param topic where it goes
   * @param key its key
   * @param value its bytes
   */
  public record OutboxRow(String topic, String key, Bytes value) {}

  /** Bytes that are written as they are. */
  @FunctionalInterface
  public interface Bytes {
    /** The bytes; made when asked. */
    byte[] get();
  }
}

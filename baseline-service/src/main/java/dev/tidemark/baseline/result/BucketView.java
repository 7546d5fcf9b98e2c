package dev.tidemark.baseline.result;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A closed bucket of one series.
 *
 * @param bucketStart its start
 * @param bucketEnd its exclusive end
 * @param detector index of the detector
 * @param partitionValue empty when there is no such field
 * @param byValue empty when there is no such field
 * @param actual what was seen, in the detector's unit
 * @param typical what was expected; absent when nothing was, or neither the job has model_plot nor
 *     this is a record
 * @param lower lower model bound
 * @param upper upper model bound
 * @param probability of a value as far out on the function's anomalous side
 * @param anomalyScore 0 to 100
 * @param unscoredReason why it was not scored
 * @param scheduledEvent name of the scheduled event that it is under; absent: none
 * @param revised whether late events changed it
 * @param origin live or history
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BucketView(
    Instant bucketStart,
    Instant bucketEnd,
    int detector,
    String partitionValue,
    String byValue,
    double actual,
    @Nullable Double typical,
    @Nullable Double lower,
    @Nullable Double upper,
    @Nullable Double probability,
    @Nullable Double anomalyScore,
    @Nullable String unscoredReason,
    @Nullable String scheduledEvent,
    boolean revised,
    String origin) {

  /**
   * A page of buckets.
   *
   * @param buckets in order of time, then series
   * @param nextCursor where the next page begins; absent on the last one
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Page(List<BucketView> buckets, @Nullable String nextCursor) {
    /** Copies the buckets. */
    public Page {
      buckets = List.copyOf(buckets);
    }
  }
}

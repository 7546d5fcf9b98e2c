package dev.tidemark.baseline.result;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record with all its evidence.
 *
 * @param id derives from job uid, series and bucket
 * @param jobId its job
 * @param bucketStart start of its bucket
 * @param bucketEnd exclusive end of its bucket
 * @param series which series
 * @param actual what was seen, in the detector's unit; so far, while interim
 * @param typical what was expected
 * @param side high or low: which side decided its score; not the one on which actual lies where a
 *     sum of several buckets shows the other
 * @param lower lower model bound
 * @param upper upper model bound
 * @param factor actual over typical
 * @param probability share of the series' buckets in which such a surprise begins
 * @param anomalyScore 0 to 100
 * @param jobScore 0 to 100: the same for any of the job's series
 * @param seriesWatched how many series the job watched, as far as their shard could tell
 * @param interim whether the bucket is still open
 * @param revised whether late events changed it
 * @param skipped whether it must not alert: the job's custom rule skips it, or its bucket, told
 *     while it filled, came under a scheduled event or was cut short when the job was closed
 * @param origin live or history
 * @param openAlerts for history: whether it may open alerts
 * @param influencers values that stand out, highest score first
 * @param companions other figures of the bucket beside their usual
 * @param actualLastWeek actual of the same series one week before; absent when not known
 * @param explanation the numbers behind the score
 * @param evidence what the score was computed from
 * @param links where to look on
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RecordView(
    String id,
    String jobId,
    Instant bucketStart,
    Instant bucketEnd,
    Series series,
    double actual,
    double typical,
    String side,
    double lower,
    double upper,
    double factor,
    double probability,
    double anomalyScore,
    double jobScore,
    long seriesWatched,
    boolean interim,
    boolean revised,
    boolean skipped,
    String origin,
    boolean openAlerts,
    List<Influencer> influencers,
    List<CompanionView> companions,
    @Nullable Double actualLastWeek,
    Explanation explanation,
    Evidence evidence,
    Links links) {

  /** Copies the lists. */
  public RecordView {
    influencers = List.copyOf(influencers);
    companions = List.copyOf(companions);
  }

  /**
   * A page of records.
   *
   * @param records in order of time, then id
   * @param nextCursor where the next page begins; absent on the last one
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Page(List<RecordView> records, @Nullable String nextCursor) {
    /** Copies the records. */
    public Page {
      records = List.copyOf(records);
    }
  }

  /**
   * Which series.
   *
   * @param detector index of the detector
   * @param function what was computed
   * @param field the field it looked at; absent for counts of events
   * @param partitionField absent when there is none
   * @param partitionValue its value
   * @param byField absent when there is none
   * @param byValue its value
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Series(
      int detector,
      String function,
      @Nullable String field,
      @Nullable String partitionField,
      @Nullable String partitionValue,
      @Nullable String byField,
      @Nullable String byValue) {}

  /**
   * How much one field value contributed.
   *
   * @param field the event field
   * @param value its value
   * @param score 0 to 100
   * @param share its share of this bucket
   * @param usualShare its usual share
   * @param excess how much more than usual, in the detector's unit
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Influencer(
      String field, String value, double score, double share, double usualShare, double excess) {}

  /**
   * Another figure of the bucket.
   *
   * @param name what it is
   * @param actual its value
   * @param usual what is usual at this time of day; absent while not known
   */
  @RegisterForReflection
  public record CompanionView(String name, double actual, @Nullable Double usual) {}

  /**
   * The numbers behind a score.
   *
   * @param residual standardised residual
   * @param unexplainedResidual the residual less what is allowed for, positive on the side that
   *     decided
   * @param surpriseSize -ln of the share of buckets in which a series like most surprises so much
   * @param tailUsed which statistic's tail decided: level, jump or sum
   * @param singleBucketScore score of this bucket's own level and jump
   * @param multiBucketScore score of the largest sum of several buckets
   * @param decisiveBuckets how many buckets the deciding statistic spans
   * @param historyBuckets buckets learned before
   * @param historySeconds length of the history
   * @param daily whether a daily profile is in force
   * @param weekly whether a weekly profile is in force
   * @param levelShift whether the level has shifted lately or is taken to be shifting
   * @param borrowed whether rhythm and spread are still partly those of the detector's other series
   * @param waitingTimeSeconds expected time between surprises of this size
   * @param extrapolated whether the history is shorter than that
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Explanation(
      double residual,
      double unexplainedResidual,
      double surpriseSize,
      String tailUsed,
      double singleBucketScore,
      double multiBucketScore,
      int decisiveBuckets,
      long historyBuckets,
      long historySeconds,
      boolean daily,
      boolean weekly,
      boolean levelShift,
      boolean borrowed,
      double waitingTimeSeconds,
      boolean extrapolated) {}

  /**
   * What a score was computed from; residuals are standardised.
   *
   * @param power exponent of the scale on which the series spreads evenly
   * @param location centre on that scale
   * @param scale spread on that scale
   * @param allowedAbove residual above the centre that is explained
   * @param allowedBelow the same below
   * @param recentResiduals unexplained residuals of the last buckets, newest first
   * @param carried residual that the last bucket carries on into this one
   * @param jumpScale mean absolute deviation of a residual from what was carried on
   * @param sumScales mean absolute value of sum / sqrt(k) over k = 2, 4, 8, 16, 32 residuals
   * @param above how often surprises above come
   * @param below how often surprises below come
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Evidence(
      double power,
      double location,
      double scale,
      double allowedAbove,
      double allowedBelow,
      List<Float> recentResiduals,
      double carried,
      double jumpScale,
      List<Float> sumScales,
      Frequencies above,
      Frequencies below) {

    /** Copies the lists. */
    public Evidence {
      recentResiduals = List.copyOf(recentResiduals);
      sumScales = List.copyOf(sumScales);
    }
  }

  /**
   * How often surprises come on one side.
   *
   * @param reach how many of the last buckets may enter a sum
   * @param first -ln of the share of buckets in which a surprise of size 4 or more begins
   * @param slopes slopes of -ln frequency between the rungs
   */
  @RegisterForReflection
  public record Frequencies(int reach, double first, List<Float> slopes) {

    /** Copies the list. */
    public Frequencies {
      slopes = List.copyOf(slopes);
    }
  }

  /**
   * Where to look on, as paths of this service.
   *
   * @param self this record
   * @param job its job
   * @param buckets the series' buckets of the day up to it
   */
  @RegisterForReflection
  public record Links(String self, String job, String buckets) {}
}

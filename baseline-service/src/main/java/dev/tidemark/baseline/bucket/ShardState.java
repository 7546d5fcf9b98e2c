package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One shard in memory: what PostgreSQL knows of it plus what was read since. Used by one thread at
 * a time. Fields are changed by the classes of this package only.
 */
public final class ShardState {

  private static final long WATCHED_S = 7 * 86_400;

  private final ShardKey key;
  private final Map<SeriesKey, SeriesModel> models = new TreeMap<>();
  private final NavigableMap<Long, OpenBucket> open = new TreeMap<>();
  private final ShardStatistics statistics;
  ShardJob job;
  ShardMode mode;
  long watermarkMs;
  long holdUntilMs;
  long closedUntil;
  int trailingGaps;
  String backfillId;
  long historyFrom;
  boolean openAlerts;
  private long feedPosition;

  /**
   * A shard as it is stored.
   *
   * @param key which shard
   * @param job its job, as the log last gave it
   * @param position where it stands
   * @param statistics counters for people
   */
  public ShardState(ShardKey key, ShardJob job, Position position, ShardStatistics statistics) {
    this.key = key;
    this.job = job;
    this.mode = position.mode();
    this.watermarkMs = position.watermarkMs();
    this.holdUntilMs = position.holdUntilMs();
    this.closedUntil = position.closedUntil();
    this.trailingGaps = position.trailingGaps();
    this.backfillId = position.backfillId();
    this.historyFrom = position.historyFrom();
    this.openAlerts = position.openAlerts();
    this.feedPosition = position.feedPosition();
    this.statistics = statistics;
  }

  /**
   * Where a shard stands.
   *
   * @param mode what moves its watermark
   * @param watermarkMs event time before which no more events are expected, epoch milliseconds
   * @param holdUntilMs append time until which the live watermark stands still
   * @param closedUntil buckets that end here or before are judged, epoch seconds
   * @param trailingGaps gaps in a row that end there
   * @param feedPosition position of its last message
   * @param backfillId running session; empty: none
   * @param historyFrom start of the last session's first bucket, epoch seconds
   * @param openAlerts whether the session's records may open alerts
   */
  public record Position(
      ShardMode mode,
      long watermarkMs,
      long holdUntilMs,
      long closedUntil,
      int trailingGaps,
      long feedPosition,
      String backfillId,
      long historyFrom,
      boolean openAlerts) {}

  /** Where it stands now. */
  public Position position() {
    return new Position(
        mode,
        watermarkMs,
        holdUntilMs,
        closedUntil,
        trailingGaps,
        feedPosition,
        backfillId,
        historyFrom,
        openAlerts);
  }

  /** Which shard it is. */
  public ShardKey key() {
    return key;
  }

  /** Its job, as the log last gave it. */
  public ShardJob job() {
    return job;
  }

  /** Models by series, in their order. */
  public Map<SeriesKey, SeriesModel> models() {
    return models;
  }

  /**
   * How many series the whole job watches, as far as this shard can tell: those that had a value
   * above 0 within a week. What has been idle for longer begins no surprise, and hosts that are
   * gone would otherwise dilute the score of those that are there.
   */
  long seriesWatched() {
    Instant from = Instant.ofEpochSecond(closedUntil - WATCHED_S);
    List<SeriesKey> watched = new ArrayList<>();
    models.forEach(
        (key, model) -> {
          if (!model.baseline().lastActive().isBefore(from)) {
            watched.add(key);
          }
        });
    return job.seriesWatched(watched);
  }

  /** Open buckets by start, epoch seconds. */
  public NavigableMap<Long, OpenBucket> open() {
    return open;
  }

  /** Counters for people. */
  public ShardStatistics statistics() {
    return statistics;
  }

  /** The next position of its feed. */
  public long nextFeedPosition() {
    return ++feedPosition;
  }

  /** An open bucket, added if missing. */
  public OpenBucket bucket(long start) {
    return open.computeIfAbsent(start, _ -> new OpenBucket());
  }

  /** Whether the next bucket ends at or before the watermark. */
  boolean hasDueBucket() {
    return mode != ShardMode.CLOSED && (closedUntil + job.span().seconds()) * 1_000 <= watermarkMs;
  }
}

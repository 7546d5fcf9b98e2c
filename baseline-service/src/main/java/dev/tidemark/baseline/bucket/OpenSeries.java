package dev.tidemark.baseline.bucket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One series in a bucket that still fills. */
public final class OpenSeries {

  private final Aggregate aggregate = new Aggregate();
  private double toldScore = Double.NaN;
  private @Nullable FrozenPrediction frozen;
  private long triedMs;

  /** As loaded: nobody knows whether the last change was tried. */
  private boolean changed = true;

  /** What was counted so far. */
  public Aggregate aggregate() {
    return aggregate;
  }

  /** Score of the last interim record told; NaN: none. */
  public double toldScore() {
    return toldScore;
  }

  /** Whether an interim record was told: it is never the last word on its bucket. */
  public boolean isTold() {
    return !Double.isNaN(toldScore);
  }

  /** What the bucket is scored with from its first interim record on; null: none was told. */
  public @Nullable FrozenPrediction frozen() {
    return frozen;
  }

  /**
   * Says that an interim record was told.
   *
   * @param score its score
   * @param with what it was scored with; the first one stays. Null: not known, for it was told
   *     before such was kept
   */
  public void told(double score, @Nullable FrozenPrediction with) {
    toldScore = score;
    if (frozen == null) {
      frozen = with;
    }
  }

  /** What it is to be scored with; null: nothing is known of the series. */
  @Nullable FrozenPrediction scoredWith(
      @Nullable SeriesModel model, Instant start, long seriesWatched) {
    if (frozen != null) {
      return frozen;
    }
    return model == null ? null : FrozenPrediction.of(model, start, seriesWatched);
  }

  void changed() {
    changed = true;
  }

  /** Whether it has changed and was not tried for a while of append time. */
  boolean mayBeTried(long nowMs, long everyMs) {
    return changed && nowMs - triedMs >= everyMs;
  }

  void tried(long appendMs) {
    triedMs = appendMs;
    changed = false;
  }
}

package dev.tidemark.baseline.bucket;

/** One series in a bucket that still fills. */
public final class OpenSeries {

  private final Aggregate aggregate = new Aggregate();
  private double toldScore = Double.NaN;
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

  /** Says that an interim record was told. */
  public void told(double score) {
    toldScore = score;
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

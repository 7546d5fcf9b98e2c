package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Level, daily and weekly profile on a power scale. */
final class SeasonalBaseline implements Baseline {

  private final BucketSpan span;
  private final ZoneId zone;
  private double level;
  private long learned;

  SeasonalBaseline(BucketSpan span, ZoneId zone) {
    this.span = span;
    this.zone = zone;
  }

  @Override
  public Prediction predict(Instant bucketStart) {
    long history = learned * span.seconds();
    return new Prediction(1, level, 1, level, learned, history, zone.getId().isEmpty(), false);
  }

  @Override
  public ScoreContext context() {
    return new ScoreContext(List.of(), 2, 0.025f, 0.5f, 0);
  }

  @Override
  public void learn(Instant bucketStart, double actual) {
    level += (actual - level) / ++learned;
  }

  @Override
  public byte[] encode() {
    return new byte[] {0};
  }
}

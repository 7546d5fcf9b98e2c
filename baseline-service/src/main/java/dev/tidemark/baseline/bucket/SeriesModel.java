package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.model.Baseline;
import dev.tidemark.baseline.model.UsualShares;

/**
 * All that is learned of one series.
 *
 * @param baseline predicts its value
 * @param usual what its influencers and companions usually are
 */
public record SeriesModel(Baseline baseline, UsualShares usual) {

  static SeriesModel start(ShardJob job, Baseline baseline) {
    return new SeriesModel(baseline, UsualShares.start(job.span(), job.zone()));
  }
}

package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.model.Prediction;
import dev.tidemark.baseline.model.ScoreContext;
import java.time.Instant;

/**
 * What the first interim record of an open bucket was scored with. The bucket is scored with it
 * until it is closed, and when it is closed, whatever the series learns meanwhile: what was said
 * while it filled stays true.
 *
 * @param prediction the distribution
 * @param context the series' own past
 * @param seriesWatched how many series the whole job watches
 */
public record FrozenPrediction(Prediction prediction, ScoreContext context, long seriesWatched) {

  static FrozenPrediction of(SeriesModel model, Instant start, long seriesWatched) {
    return new FrozenPrediction(
        model.baseline().predict(start), model.baseline().context(start), seriesWatched);
  }
}

package dev.tidemark.ingest.fold;

import dev.tidemark.contract.SeriesKey;
import java.util.Comparator;

/**
 * One series in one bucket.
 *
 * @param series the series
 * @param startSecond the bucket's start, seconds since the epoch
 */
public record SeriesBucketKey(SeriesKey series, long startSecond)
    implements Comparable<SeriesBucketKey> {

  private static final Comparator<SeriesBucketKey> ORDER =
      Comparator.comparing(SeriesBucketKey::series).thenComparingLong(SeriesBucketKey::startSecond);

  @Override
  public int compareTo(SeriesBucketKey other) {
    return ORDER.compare(this, other);
  }
}

package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.SeriesKey;
import java.util.Map;
import java.util.TreeMap;

/** A bucket that still fills. */
public final class OpenBucket {

  private boolean alive;
  private final Map<SeriesKey, OpenSeries> series = new TreeMap<>();

  /** Whether the source was alive in it. */
  public boolean alive() {
    return alive;
  }

  /** Says that the source was alive in it. */
  public void setAlive() {
    alive = true;
  }

  /** Series that were counted in it so far, in their order. */
  public Map<SeriesKey, OpenSeries> series() {
    return series;
  }

  /** One series in it, added if missing. */
  public OpenSeries series(SeriesKey key) {
    return series.computeIfAbsent(key, _ -> new OpenSeries());
  }
}

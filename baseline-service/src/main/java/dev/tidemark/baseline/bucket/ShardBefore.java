package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.model.Baseline;
import dev.tidemark.baseline.model.Baselines;
import dev.tidemark.contract.SeriesKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What closing a bucket needs of its shard as it stood before: it must make no difference which of
 * the series learns first.
 */
final class ShardBefore {

  private final ShardJob job;
  private final long seriesWatched;

  /** By detector, how its series begin: with what the others have in common. */
  private final Map<Integer, byte[]> beginnings = new TreeMap<>();

  private ShardBefore(ShardState shard) {
    this.job = shard.job;
    this.seriesWatched = shard.seriesWatched();
  }

  /**
   * A shard as it stands.
   *
   * @param counted all series that were counted in the bucket
   */
  static ShardBefore of(ShardState shard, Collection<SeriesKey> counted) {
    ShardBefore before = new ShardBefore(shard);
    for (SeriesKey key : counted) {
      if (!shard.models().containsKey(key)) {
        before.beginnings.computeIfAbsent(
            key.detector(), detector -> before.beginning(shard, detector));
      }
    }
    return before;
  }

  private byte[] beginning(ShardState shard, int detector) {
    List<Baseline> siblings = new ArrayList<>();
    shard
        .models()
        .forEach(
            (key, model) -> {
              if (key.detector() == detector) {
                siblings.add(model.baseline());
              }
            });
    return Baselines.start(job.span(), job.zone(), siblings).encode();
  }

  /** How many series the whole job watched. */
  long seriesWatched() {
    return seriesWatched;
  }

  /** The model of a series that begins in the bucket. */
  SeriesModel start(SeriesKey key) {
    byte[] state = beginnings.get(key.detector());
    if (state == null) {
      throw new IllegalStateException("series " + key + " does not begin in this bucket");
    }
    return SeriesModel.start(job, Baselines.decode(state, job.span(), job.zone()));
  }
}

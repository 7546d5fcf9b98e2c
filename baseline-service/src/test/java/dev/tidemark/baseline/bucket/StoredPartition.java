package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.kafka.AggregateCodec;
import dev.tidemark.baseline.model.Baselines;
import dev.tidemark.baseline.model.UsualShares;
import dev.tidemark.baseline.scoring.FrozenPredictions;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands for PostgreSQL: keeps a partition as bytes and numbers, and is written only by what a
 * chunk says has changed, so that a change nobody told of is lost here as it would be there.
 */
final class StoredPartition {

  private final Map<ShardKey, StoredShard> shards = new HashMap<>();
  private final Map<ShardKey, Map<Long, Map<SeriesKey, StoredModel>>> snapshots = new HashMap<>();
  private final List<Chunk.SeenPart> seen = new ArrayList<>();
  private long nextOffset;
  private long lastAppendMs;

  private static final class StoredModel {
    private final byte[] baseline;
    private final byte[] usual;

    StoredModel(SeriesModel model) {
      baseline = model.baseline().encode();
      usual = model.usual().encode();
    }

    SeriesModel decode(ShardJob job) {
      return new SeriesModel(
          Baselines.decode(baseline, job.span(), job.zone()),
          UsualShares.decode(usual, job.span(), job.zone()));
    }
  }

  private static final class StoredOpen {
    private final byte[] aggregate;
    private final double told;
    private final byte @Nullable [] frozen;

    StoredOpen(OpenSeries open) {
      FrozenPrediction with = open.frozen();
      aggregate = AggregateCodec.encode(open.aggregate());
      told = open.toldScore();
      frozen = with == null ? null : FrozenPredictions.encode(with);
    }

    void load(OpenSeries open) {
      open.aggregate().merge(AggregateCodec.decode(aggregate));
      if (!Double.isNaN(told)) {
        open.told(told, frozen == null ? null : FrozenPredictions.decode(frozen));
      }
    }
  }

  private record StoredShard(
      ShardJob job,
      ShardState.Position position,
      Map<String, Long> statistics,
      Map<SeriesKey, StoredModel> models,
      Map<Long, Map<SeriesKey, StoredOpen>> open,
      Set<Long> alive) {

    StoredShard at(ShardState shard) {
      return new StoredShard(
          shard.job(),
          shard.position(),
          Map.copyOf(shard.statistics().counters()),
          models,
          open,
          alive);
    }
  }

  void commit(Partition partition, Chunk chunk) {
    nextOffset = partition.nextOffset();
    lastAppendMs = partition.lastAppendMs();
    chunk.deleted().forEach(shards::remove);
    chunk.deleted().forEach(key -> seen.removeIf(part -> part.shard().equals(key)));
    chunk.deleted().forEach(snapshots::remove);
    chunk.changes().values().forEach(this::write);
    seen.addAll(chunk.seenParts());
    chunk.reverts().forEach(this::revert);
  }

  private void revert(Chunk.Revert revert) {
    StoredShard stored = Objects.requireNonNull(shards.get(revert.shard().key()));
    Map<SeriesKey, StoredModel> models =
        snapshots.getOrDefault(revert.shard().key(), Map.of()).get(revert.taken());
    if (models != null) {
      stored.models().clear();
      stored.models().putAll(models);
    }
    revert.shard().models().clear();
    stored
        .models()
        .forEach(
            (series, model) ->
                revert.shard().models().put(series, model.decode(revert.shard().job())));
  }

  /** Times of a shard's snapshots, in their order. */
  List<Long> snapshots(ShardKey shard) {
    return snapshots.getOrDefault(shard, Map.of()).keySet().stream().sorted().toList();
  }

  private void write(Chunk.Changes changes) {
    ShardState shard = changes.shard();
    StoredShard before =
        shards.getOrDefault(
            shard.key(),
            new StoredShard(
                shard.job(),
                shard.position(),
                Map.of(),
                new HashMap<>(),
                new HashMap<>(),
                new HashSet<>()));
    StoredShard stored = before.at(shard);
    shards.put(shard.key(), stored);
    stored.open().keySet().removeAll(changes.removed());
    stored.alive().removeAll(changes.removed());
    changes.learned().forEach(series -> writeModel(stored, series, shard));
    changes.counted().forEach((start, series) -> writeOpen(stored, shard, start, series));
    stored.alive().addAll(changes.alive());
    for (long taken : changes.snapshots()) {
      snapshots
          .computeIfAbsent(shard.key(), _ -> new HashMap<>())
          .put(taken, Map.copyOf(stored.models()));
    }
  }

  private static void writeModel(StoredShard stored, SeriesKey series, ShardState shard) {
    SeriesModel model = shard.models().get(series);
    if (model == null) {
      throw new AssertionError("learned " + series + " but there is no model");
    }
    stored.models().put(series, new StoredModel(model));
  }

  private static void writeOpen(
      StoredShard stored, ShardState shard, long start, Set<SeriesKey> series) {
    OpenBucket bucket = shard.open().get(start);
    if (bucket != null) {
      Map<SeriesKey, StoredOpen> rows = stored.open().computeIfAbsent(start, _ -> new HashMap<>());
      series.forEach(key -> rows.put(key, new StoredOpen(bucket.series(key))));
    }
  }

  Partition load() {
    Partition partition = new Partition(0, 1, Logs.CATCH_UP_MS, nextOffset, lastAppendMs);
    shards.forEach((key, stored) -> partition.shards().put(key, shard(key, stored)));
    seen.forEach(partition::remember);
    return partition;
  }

  private static ShardState shard(ShardKey key, StoredShard stored) {
    ShardJob job = stored.job();
    ShardState shard =
        new ShardState(key, job, stored.position(), new ShardStatistics(stored.statistics()));
    stored.models().forEach((series, model) -> shard.models().put(series, model.decode(job)));
    stored
        .open()
        .forEach(
            (start, rows) -> rows.forEach((s, row) -> row.load(shard.bucket(start).series(s))));
    stored.alive().forEach(start -> shard.bucket(start).setAlive());
    return shard;
  }
}

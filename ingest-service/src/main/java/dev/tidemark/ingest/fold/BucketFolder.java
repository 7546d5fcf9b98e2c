package dev.tidemark.ingest.fold;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Aggregates by shard, series and bucket, and which buckets were alive. Not thread-safe. */
public final class BucketFolder {

  private final SortedMap<ShardTarget, ShardFold> shards = new TreeMap<>();
  private int size;

  /** What one shard gets. */
  public static final class ShardFold {

    private final Map<SeriesBucketKey, BucketAggregate> buckets = new HashMap<>();
    private final SortedSet<Long> alive = new TreeSet<>();

    /** The aggregates in a fixed order, so that the same content is always cut the same way. */
    public SortedMap<SeriesBucketKey, BucketAggregate> buckets() {
      return new TreeMap<>(buckets);
    }

    /** Starts of buckets in which the source was alive, seconds since the epoch, ascending. */
    public SortedSet<Long> alive() {
      return Collections.unmodifiableSortedSet(alive);
    }
  }

  /** The shards that get something, in a fixed order. */
  public SortedMap<ShardTarget, ShardFold> shards() {
    return Collections.unmodifiableSortedMap(shards);
  }

  /** Number of aggregates and alive marks: what memory depends on. */
  public int size() {
    return size;
  }

  /** Whether there is nothing to say. */
  public boolean isEmpty() {
    return size == 0;
  }

  BucketAggregate aggregate(ShardTarget target, SeriesBucketKey key) {
    Map<SeriesBucketKey, BucketAggregate> buckets = shard(target).buckets;
    BucketAggregate known = buckets.get(key);
    if (known == null) {
      known = new BucketAggregate();
      buckets.put(key, known);
      size++;
    }
    return known;
  }

  void alive(ShardTarget target, long startSecond) {
    if (shard(target).alive.add(startSecond)) {
      size++;
    }
  }

  /** Takes over all that another one has; the other one is not to be used any more. */
  public void merge(BucketFolder other) {
    other.shards.forEach(this::mergeShard);
  }

  private void mergeShard(ShardTarget target, ShardFold other) {
    ShardFold mine = shards.get(target);
    if (mine == null) {
      shards.put(target, other);
      size += other.buckets.size() + other.alive.size();
      return;
    }
    other.alive.forEach(start -> alive(target, start));
    other.buckets.forEach(
        (key, aggregate) -> {
          BucketAggregate known = mine.buckets.putIfAbsent(key, aggregate);
          if (known == null) {
            size++;
          } else {
            known.merge(aggregate);
          }
        });
  }

  private ShardFold shard(ShardTarget target) {
    ShardFold known = shards.get(target);
    if (known == null) {
      known = new ShardFold();
      shards.put(target, known);
    }
    return known;
  }
}

package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that a stretch of the log has changed in one partition and that one transaction writes. */
public final class Chunk {

  /** Most bucket results in one transaction. */
  public static final int MOST_RESULTS = 1_000;

  /** Snapshots that are kept, one for each day. */
  public static final int MOST_SNAPSHOTS = 10;

  private final List<BucketResult> results = new ArrayList<>();
  private final List<LateUpdate> late = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<SeenPart> seenParts = new ArrayList<>();
  private final List<Expectation> expectations = new ArrayList<>();
  private final List<Revert> reverts = new ArrayList<>();
  private final Set<ShardKey> deleted = new LinkedHashSet<>();
  private final Map<ShardKey, Changes> changes = new LinkedHashMap<>();
  private int updates;
  private boolean unjudged;

  /**
   * A record of the log that could not be used.
   *
   * @param offset its offset
   * @param appendMs when it was appended, epoch milliseconds
   * @param reason a stable word
   * @param detail what was wrong
   */
  public record DeadLetter(long offset, long appendMs, String reason, String detail) {}

  /**
   * A part of a keyed batch that was taken.
   *
   * @param shard by which shard
   * @param batch the batch's key
   * @param part the part
   * @param appendMs when it was appended, epoch milliseconds
   * @param keptMs how long it is remembered, milliseconds of append time
   */
  public record SeenPart(ShardKey shard, String batch, int part, long appendMs, long keptMs) {

    /** How long one with a client's key is remembered, in milliseconds of append time. */
    public static final long KEPT_MS = 86_400_000;
  }

  /**
   * A shard that goes back to what it had learned until a snapshot. Its models are those of the
   * tables after the commit.
   *
   * @param shard the shard
   * @param taken time of the snapshot, epoch seconds
   */
  public record Revert(ShardState shard, long taken) {}

  /** What changed in one shard. */
  public static final class Changes {
    private final ShardState shard;
    private final Set<SeriesKey> learned = new LinkedHashSet<>();
    private final Map<Long, Set<SeriesKey>> counted = new TreeMap<>();
    private final Set<Long> alive = new LinkedHashSet<>();
    private final Set<Long> removed = new LinkedHashSet<>();
    private long closedFrom = Long.MIN_VALUE;
    private int gaps;
    private ShardMode closedIn = ShardMode.CLOSED;
    private final Deque<Long> snapshots = new ArrayDeque<>();

    private Changes(ShardState shard) {
      this.shard = shard;
    }

    /** The shard. */
    public ShardState shard() {
      return shard;
    }

    /** Series whose model changed. */
    public Set<SeriesKey> learned() {
      return learned;
    }

    /** Series whose aggregate in an open bucket changed, by the bucket's start. */
    public Map<Long, Set<SeriesKey>> counted() {
      return counted;
    }

    /** Starts of open buckets that became alive. */
    public Set<Long> alive() {
      return alive;
    }

    /** Starts of buckets that are no longer open. */
    public Set<Long> removed() {
      return removed;
    }

    /** Whether buckets were closed. */
    public boolean hasClosed() {
      return closedFrom != Long.MIN_VALUE;
    }

    /** Start of the first bucket that was closed, epoch seconds. */
    public long closedFrom() {
      return closedFrom;
    }

    /** How many of the closed buckets were gaps. */
    public int gaps() {
      return gaps;
    }

    void counted(long start, SeriesKey series) {
      counted.computeIfAbsent(start, _ -> new LinkedHashSet<>()).add(series);
    }

    /**
     * Times of the snapshots to be taken of what is learned now, epoch seconds, the latest last:
     * several where nothing was learned in between.
     */
    public Deque<Long> snapshots() {
      return snapshots;
    }

    void takeSnapshot(long taken) {
      if (snapshots.size() == MOST_SNAPSHOTS) {
        snapshots.removeFirst();
      }
      snapshots.addLast(taken);
    }

    /** What moved the watermark when the buckets were closed. */
    public ShardMode closedIn() {
      return closedIn;
    }

    void closed(long start, boolean gap) {
      if (!hasClosed()) {
        closedFrom = start;
        closedIn = shard.mode;
      }
      gaps += gap ? 1 : 0;
    }

    void dropped(long start) {
      removed.add(start);
      counted.remove(start);
      alive.remove(start);
    }
  }

  /** What changed in a shard, added if nothing did so far. */
  Changes of(ShardState shard) {
    return changes.computeIfAbsent(shard.key(), _ -> new Changes(shard));
  }

  /** Whether it takes a snapshot of a shard, so that nothing may be learned there before. */
  boolean takesSnapshot(ShardState shard) {
    Changes changed = changes.get(shard.key());
    return changed != null && !changed.snapshots().isEmpty();
  }

  /** Whether it should be committed before anything is added. */
  boolean isFull() {
    return results.size() >= MOST_RESULTS;
  }

  /** Whether it holds what open buckets of a shard held that was closed. */
  boolean hasUnjudged() {
    return unjudged;
  }

  void add(BucketResult result) {
    unjudged |= result.kind() == BucketResult.Kind.JOB_CLOSED;
    results.add(result);
  }

  void add(LateUpdate update) {
    late.add(update);
  }

  void add(DeadLetter letter) {
    deadLetters.add(letter);
  }

  void add(SeenPart part) {
    seenParts.add(part);
  }

  void add(Expectation expectation) {
    expectations.add(expectation);
  }

  void add(Revert revert) {
    reverts.add(revert);
  }

  /**
   * Whether its commit will change what is learned: nothing may be applied before, or outcomes
   * would depend on where chunks end.
   */
  boolean isSealed() {
    return !expectations.isEmpty() || !reverts.isEmpty();
  }

  void delete(ShardKey shard) {
    changes.remove(shard);
    seenParts.removeIf(part -> part.shard().equals(shard));
    deleted.add(shard);
  }

  void countUpdate() {
    updates++;
  }

  /** Updates it holds. */
  public int updates() {
    return updates;
  }

  /** Results to be scored and written, in the order in which they came to be. */
  public List<BucketResult> results() {
    return results;
  }

  /** Late updates, in the order of the log. */
  public List<LateUpdate> late() {
    return late;
  }

  /** Records that could not be used. */
  public List<DeadLetter> deadLetters() {
    return deadLetters;
  }

  /** Parts of keyed batches that were taken. */
  public List<SeenPart> seenParts() {
    return seenParts;
  }

  /** What people expected, in the order of the log; to be learned before the chunk is written. */
  public List<Expectation> expectations() {
    return expectations;
  }

  /** Shards that go back to a snapshot. */
  public List<Revert> reverts() {
    return reverts;
  }

  /** Shards to be forgotten. */
  public Set<ShardKey> deleted() {
    return deleted;
  }

  /** What changed, by shard. */
  public Map<ShardKey, Changes> changes() {
    return changes;
  }

  /** Whether there is anything that should not wait. */
  public boolean isUrgent() {
    return !results.isEmpty()
        || !late.isEmpty()
        || !deleted.isEmpty()
        || !deadLetters.isEmpty()
        || isSealed()
        || changes.values().stream().anyMatch(Changes::hasClosed);
  }

  /** Whether nothing but time has passed. */
  public boolean isEmpty() {
    return !isUrgent() && changes.isEmpty() && seenParts.isEmpty();
  }
}

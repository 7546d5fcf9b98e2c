package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.contract.ShardKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Applies a log as the service does, and keeps what was committed. */
final class Replay {

  final List<Told> results = new ArrayList<>();
  final List<LateUpdate> late = new ArrayList<>();
  final List<String> deadLetters = new ArrayList<>();
  final List<Chunk> chunks = new ArrayList<>();

  private final StoredPartition stored = new StoredPartition();
  private final List<LogRecord> log = new ArrayList<>();
  private Partition partition = stored.load();
  private Chunk chunk = new Chunk();
  private boolean telling;

  /** Appends a record and applies it; commits what must be committed before. */
  Replay apply(long appendMs, LogEntry entry) {
    log.add(new LogRecord(log.size(), appendMs, entry));
    catchUp();
    return this;
  }

  private void catchUp() {
    while (partition.nextOffset() < log.size()) {
      LogRecord record = log.get(Math.toIntExact(partition.nextOffset()));
      if (!partition.apply(record, chunk)) {
        commit();
      }
    }
  }

  /** From now on every interim result is a record, as if nothing were scored but 90. */
  Replay telling() {
    telling = true;
    return this;
  }

  private static void tell(BucketResult interim) {
    BucketResult.Expected expected = Objects.requireNonNull(interim.expected());
    interim
        .shard()
        .state()
        .bucket(interim.start())
        .series(interim.series())
        .told(90, expected.with());
  }

  /** What the service does at the end of a batch of records. */
  Replay endBatch() {
    partition.addInterim(chunk);
    if (chunk.isUrgent()) {
      commit();
    }
    return this;
  }

  Replay commit() {
    Chunk done = chunk;
    chunk = new Chunk();
    done.expectations().forEach(expectation -> expectation.learn(judged(expectation), done));
    done.results().stream().map(Told::of).forEach(results::add);
    if (telling) {
      done.results().stream().filter(r -> r.kind() == Kind.INTERIM).forEach(Replay::tell);
    }
    late.addAll(done.late());
    done.deadLetters().forEach(letter -> deadLetters.add(letter.reason()));
    chunks.add(done);
    stored.commit(partition, done);
    return this;
  }

  /** What the table of results knows of expected buckets. */
  private Map<Long, Double> judged(Expectation expectation) {
    Map<Long, Double> actuals = new TreeMap<>();
    results.stream()
        .filter(told -> told.kind() == Kind.FINAL)
        .filter(told -> told.shard().equals(expectation.shard().key()))
        .filter(told -> told.series().equals(expectation.series()))
        .filter(told -> told.start() >= expectation.from() && told.start() < expectation.to())
        .forEach(told -> actuals.put(told.start(), told.actual()));
    return actuals;
  }

  /** The process dies: what was not committed is forgotten and read again. */
  Replay restart() {
    chunk = new Chunk();
    partition = stored.load();
    catchUp();
    return this;
  }

  /** Times of the shard's snapshots. */
  List<Long> snapshots() {
    return stored.snapshots(Logs.SHARD);
  }

  /** The chunk that is being filled. */
  Chunk chunk() {
    return chunk;
  }

  ShardState shard() {
    return shard(Logs.SHARD);
  }

  ShardState shard(ShardKey key) {
    return Objects.requireNonNull(partition.shards().get(key), () -> "no shard " + key);
  }

  boolean knows(ShardKey key) {
    return partition.shards().containsKey(key);
  }

  List<Told> of(Kind kind) {
    return results.stream().filter(told -> told.kind() == kind).toList();
  }

  /** Places whose last word follows an interim record. */
  List<String> toldBefore() {
    return chunks.stream()
        .flatMap(done -> done.results().stream())
        .filter(result -> result.kind() != Kind.INTERIM && result.told())
        .map(result -> Told.of(result).place())
        .toList();
  }

  /** Everything but interim results, by place. */
  Map<String, Told> outcomes() {
    Map<String, Told> outcomes = new TreeMap<>();
    for (Told told : results) {
      if (told.kind() != Kind.INTERIM && outcomes.put(told.place(), told) != null) {
        throw new AssertionError("judged twice: " + told.place());
      }
    }
    return outcomes;
  }

  /** Events that came late, by place; those that can still be repaired apart. */
  Map<String, Long> lateEvents() {
    Map<String, Long> events = new TreeMap<>();
    for (LateUpdate update : late) {
      events.merge(
          update.shard().state().key().canonical()
              + " "
              + update.series().canonical()
              + " "
              + update.start()
              + " "
              + update.repairable(),
          update.aggregate().count(),
          Long::sum);
    }
    return events;
  }

  /** All that was learned, by place, in the form in which it is kept. */
  Map<String, String> models() {
    Map<String, String> models = new TreeMap<>();
    for (ShardState shard : partition.shards().values()) {
      shard
          .models()
          .forEach(
              (series, model) ->
                  models.put(
                      shard.key().canonical() + " " + series.canonical(),
                      HexFormat.of().formatHex(model.baseline().encode())
                          + HexFormat.of().formatHex(model.usual().encode())));
    }
    return models;
  }

  long openEvents() {
    return partition.shards().values().stream()
        .flatMap(shard -> shard.open().values().stream())
        .flatMap(bucket -> bucket.series().values().stream())
        .mapToLong(open -> open.aggregate().count())
        .sum();
  }
}

package dev.tidemark.baseline.series;

import dev.tidemark.baseline.bucket.Aggregate;
import dev.tidemark.baseline.bucket.BucketResult;
import dev.tidemark.baseline.bucket.BucketResult.Expected;
import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.LateUpdate;
import dev.tidemark.baseline.kafka.AggregateCodec;
import dev.tidemark.baseline.scoring.ScoringRequests;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.baseline.store.ShardStore.Repairable;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which buckets of a chunk are to be scored, and with what: closed and interim ones, and repairs.
 */
final class Judging {

  private final List<Pending> pending = new ArrayList<>();
  private final Map<Place, LateSum> unrepaired = new LinkedHashMap<>();

  /** A bucket that waits for its score. */
  private record Pending(
      Place place,
      BucketResult.ShardView shard,
      Aggregate aggregate,
      BucketToScore evidence,
      Map<String, Double> usual,
      boolean interim,
      boolean revised,
      @Nullable String scheduledEvent,
      boolean told,
      boolean cutShort) {}

  /**
   * What came late for a bucket that cannot be scored again.
   *
   * @param shard the shard
   * @param aggregate what came late
   */
  record LateSum(BucketResult.ShardView shard, Aggregate aggregate) {

    /** The function of a detector of the shard's job. */
    DetectorFunction function(SeriesKey series) {
      return shard.job().functions().get(series.detector());
    }
  }

  private Judging() {}

  static Judging of(Chunk chunk, List<Repairable> repairables) {
    Judging judging = new Judging();
    chunk.results().forEach(judging::add);
    Map<Place, Repairable> kept = new LinkedHashMap<>();
    repairables.forEach(repairable -> kept.put(repairable.place(), repairable));
    lateSums(chunk).forEach((place, late) -> judging.addLate(place, late, kept));
    return judging;
  }

  /** Places whose kept aggregates and evidence are needed. */
  static List<Place> repairPlaces(Chunk chunk) {
    return chunk.late().stream()
        .filter(LateUpdate::repairable)
        .map(Judging::place)
        .distinct()
        .toList();
  }

  private static Map<Place, LateSum> lateSums(Chunk chunk) {
    Map<Place, LateSum> sums = new LinkedHashMap<>();
    for (LateUpdate late : chunk.late()) {
      sums.computeIfAbsent(place(late), _ -> new LateSum(late.shard(), new Aggregate()))
          .aggregate()
          .merge(late.aggregate());
    }
    return sums;
  }

  private static Place place(LateUpdate late) {
    return new Place(late.shard().state().key(), late.series(), late.start());
  }

  static Place place(BucketResult result) {
    return new Place(result.shard().state().key(), result.series(), result.start());
  }

  private void add(BucketResult result) {
    Expected expected = result.expected();
    if (expected != null && result.kind() != BucketResult.Kind.NO_VALUE) {
      pending.add(
          new Pending(
              place(result),
              result.shard(),
              result.aggregate(),
              ScoringRequests.bucket(result, expected),
              expected.usualCompanions(),
              result.kind() == BucketResult.Kind.INTERIM,
              false,
              result.scheduledEvent(),
              result.told(),
              result.kind() == BucketResult.Kind.JOB_CLOSED));
    }
  }

  private void addLate(Place place, LateSum late, Map<Place, Repairable> kept) {
    Repairable repairable = kept.get(place);
    if (repairable == null) {
      unrepaired.put(place, late);
      return;
    }
    Aggregate whole = AggregateCodec.decode(repairable.aggregate().get());
    whole.merge(late.aggregate());
    if (whole.value(late.function(place.series())).isEmpty()) {
      return;
    }
    BucketToScore evidence = ScoringRequests.revised(repairable.evidence().get(), whole);
    pending.add(
        new Pending(
            place,
            late.shard(),
            whole,
            evidence,
            new TreeMap<>(),
            false,
            true,
            repairable.scheduledEvent(),
            repairable.told(),
            false));
  }

  List<BucketToScore> requests() {
    return pending.stream().map(Pending::evidence).toList();
  }

  List<Judged> judged(List<BucketScore> scores) {
    List<Judged> judged = new ArrayList<>(pending.size());
    for (int i = 0; i < pending.size(); i++) {
      Pending waiting = pending.get(i);
      judged.add(
          new Judged(
              waiting.place(),
              waiting.shard(),
              waiting.aggregate(),
              waiting.evidence(),
              scores.get(i),
              waiting.usual(),
              waiting.interim(),
              waiting.revised(),
              waiting.scheduledEvent(),
              waiting.told(),
              waiting.cutShort()));
    }
    return judged;
  }

  Map<Place, LateSum> unrepaired() {
    return unrepaired;
  }
}

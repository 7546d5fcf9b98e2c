package dev.tidemark.baseline.series;

import dev.tidemark.baseline.bucket.BucketResult;
import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.Expectation;
import dev.tidemark.baseline.bucket.Partition;
import dev.tidemark.baseline.scoring.Scorer;
import dev.tidemark.baseline.store.Fence;
import dev.tidemark.baseline.store.OutboxWakeup;
import dev.tidemark.baseline.store.Rows;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.baseline.store.ShardStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Has a chunk's buckets scored and commits all that it has changed. */
@ApplicationScoped
public class BucketCloser {

  private final Scorer scorer;
  private final ShardStore store;
  private final Instance<OutboxWakeup> outbox;
  private final MeterRegistry meters;

  BucketCloser(
      Scorer scorer, ShardStore store, Instance<OutboxWakeup> outbox, MeterRegistry meters) {
    this.scorer = scorer;
    this.store = store;
    this.outbox = outbox;
    this.meters = meters;
  }

  /**
   * Scores and commits.
   *
   * @param fence what must still be true of the partition
   * @param partition the partition, as the chunk left it
   * @param chunk what changed
   */
  public Uni<Void> commit(Fence fence, Partition partition, Chunk chunk) {
    return learnExpected(chunk)
        .chain(() -> store.repairables(Judging.repairPlaces(chunk)))
        .map(repairables -> Judging.of(chunk, repairables))
        .chain(judging -> rows(partition, chunk, judging))
        .chain(rows -> store.commit(fence, partition, chunk, rows))
        .invoke(() -> outbox.stream().forEach(OutboxWakeup::wake))
        .invoke(() -> count(chunk));
  }

  /** What was expected is known to the table: the chunk holds nothing else that it depends on. */
  private Uni<Void> learnExpected(Chunk chunk) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Expectation expectation : chunk.expectations()) {
      all =
          all.chain(() -> store.judged(expectation))
              .invoke(actuals -> expectation.learn(actuals, chunk))
              .replaceWithVoid();
    }
    return all;
  }

  private void count(Chunk chunk) {
    meters.counter("tidemark_log_updates").increment(chunk.updates());
    meters.counter("tidemark_log_late_updates").increment(chunk.late().size());
    for (Chunk.DeadLetter letter : chunk.deadLetters()) {
      meters.counter("tidemark_log_dead_letters", "reason", letter.reason()).increment();
    }
    for (BucketResult result : chunk.results()) {
      String kind = result.kind().name().toLowerCase(Locale.ROOT);
      meters.counter("tidemark_bucket_results", "kind", kind).increment();
    }
  }

  private Uni<Rows> rows(Partition partition, Chunk chunk, Judging judging) {
    return scorer
        .score(judging.requests())
        .map(judging::judged)
        .chain(
            judged ->
                lastWeek(judged)
                    .map(
                        lastWeek ->
                            new RowsAssembly(partition.id(), chunk, judged, lastWeek)
                                .rows(judging.unrepaired())));
  }

  /** Values of a week before: of this very chunk, or of the table. */
  private Uni<Map<Place, Double>> lastWeek(List<Judged> judged) {
    Map<Place, Double> known = new HashMap<>();
    judged.stream()
        .filter(bucket -> !bucket.interim())
        .forEach(bucket -> known.put(bucket.place(), bucket.evidence().getActual()));
    List<Place> wanted =
        judged.stream()
            .filter(Judged::isRecord)
            .map(bucket -> RowsAssembly.weekBefore(bucket.place()))
            .filter(place -> !known.containsKey(place))
            .distinct()
            .toList();
    return store
        .actuals(wanted)
        .map(
            stored -> {
              known.putAll(stored);
              return known;
            });
  }
}

package dev.tidemark.baseline.series;

import dev.tidemark.baseline.bucket.BucketResult;
import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.ShardMode;
import dev.tidemark.baseline.bucket.ShardState;
import dev.tidemark.baseline.kafka.AggregateCodec;
import dev.tidemark.baseline.kafka.AnomalyMessages;
import dev.tidemark.baseline.kafka.DeadLetters;
import dev.tidemark.baseline.store.Rows;
import dev.tidemark.baseline.store.Rows.BucketRow;
import dev.tidemark.baseline.store.Rows.OutboxRow;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.baseline.store.Rows.RecordRow;
import dev.tidemark.baseline.store.Rows.RepairableRow;
import dev.tidemark.baseline.store.Rows.Scored;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a judged chunk into rows and messages. */
final class RowsAssembly {

  private static final long DAY_S = 86_400;
  private static final String SCHEDULED = "scheduled_event";

  private final int partition;
  private final Chunk chunk;
  private final List<Judged> judged;
  private final Map<Place, Double> lastWeek;
  private final List<BucketRow> buckets = new ArrayList<>();
  private final Map<Place, BucketRow> additions = new LinkedHashMap<>();
  private final List<RecordRow> records = new ArrayList<>();
  private final List<RepairableRow> repairables = new ArrayList<>();
  private final List<OutboxRow> outbox = new ArrayList<>();
  private final Map<ShardKey, Double> lowest = new HashMap<>();

  RowsAssembly(int partition, Chunk chunk, List<Judged> judged, Map<Place, Double> lastWeek) {
    this.partition = partition;
    this.chunk = chunk;
    this.judged = judged;
    this.lastWeek = lastWeek;
  }

  Rows rows(Map<Place, Judging.LateSum> unrepaired) {
    chunk.results().forEach(this::addUnjudged);
    unrepaired.forEach(this::addLate);
    judged.forEach(this::addJudged);
    judged.stream().filter(Judged::isRecord).forEach(this::addRecord);
    chunk.changes().values().stream().filter(Chunk.Changes::hasClosed).forEach(this::addClosed);
    chunk.deadLetters().forEach(letter -> outbox.add(DeadLetters.row(partition, letter)));
    return new Rows(buckets, List.copyOf(additions.values()), records, repairables, outbox);
  }

  private void addUnjudged(BucketResult result) {
    Place place = Judging.place(result);
    String origin = result.shard().mode() == ShardMode.HISTORY ? "history" : "live";
    if (result.kind() == Kind.FIRST_BUCKET) {
      buckets.add(
          new BucketRow(place, result.actual(), null, false, "first_bucket", false, origin, null));
    } else if (result.kind() == Kind.SCHEDULED_EVENT && result.expected() == null) {
      buckets.add(
          new BucketRow(
              place,
              result.actual(),
              null,
              false,
              SCHEDULED,
              false,
              origin,
              result.scheduledEvent()));
    } else if (result.expected() == null) {
      addTo(place, result.actual(), result.kind().name().toLowerCase(Locale.ROOT), origin);
    }
  }

  private void addLate(Place place, Judging.LateSum late) {
    double amount =
        late.aggregate().actual(late.shard().job().functions().get(place.series().detector()));
    String reason =
        late.shard().mode() == ShardMode.CLOSED ? "job_closed" : "late_without_prediction";
    String origin = late.shard().mode() == ShardMode.HISTORY ? "history" : "live";
    addTo(place, amount, reason, origin);
  }

  private void addTo(Place place, double amount, String reason, String origin) {
    additions.merge(
        place,
        new BucketRow(place, amount, null, false, reason, false, origin, null),
        (a, b) ->
            new BucketRow(
                place,
                a.actual() + b.actual(),
                null,
                false,
                a.unscoredReason(),
                false,
                origin,
                null));
  }

  private void addJudged(Judged bucket) {
    if (bucket.interim()) {
      return;
    }
    var score = bucket.score();
    if (!bucket.isScheduled()) {
      lowest.merge(bucket.place().shard(), score.getProbability(), Math::min);
    }
    Scored scored =
        new Scored(
            bucket.evidence().getPrediction().getTypical(),
            score.getLower(),
            score.getUpper(),
            score.getProbability(),
            score.getAnomalyScore());
    buckets.add(
        new BucketRow(
            bucket.place(),
            bucket.evidence().getActual(),
            scored,
            bucket.shard().job().modelPlot() || bucket.isRecord(),
            bucket.isScheduled() ? SCHEDULED : null,
            bucket.revised(),
            bucket.origin(),
            bucket.scheduledEvent()));
    if (mayStillBeRepaired(bucket)) {
      repairables.add(
          new RepairableRow(
              bucket.place(),
              () -> AggregateCodec.encode(bucket.aggregate()),
              bucket.evidence()::toByteArray,
              bucket.scheduledEvent()));
    }
  }

  private static boolean mayStillBeRepaired(Judged bucket) {
    long watermark = Math.floorDiv(bucket.shard().state().position().watermarkMs(), 1_000);
    return bucket.place().start() + bucket.shard().job().span().seconds() > watermark - DAY_S;
  }

  private void addRecord(Judged bucket) {
    ShardState shard = bucket.shard().state();
    double score = bucket.score().getAnomalyScore();
    AnomalyRecord record =
        AnomalyMessages.record(
            new AnomalyMessages.Told(
                bucket.place(),
                bucket.shard(),
                bucket.aggregate(),
                bucket.evidence(),
                bucket.score(),
                bucket.usual(),
                lastWeek.get(weekBefore(bucket.place()))),
            bucket.interim(),
            bucket.revised(),
            bucket.isSkipped());
    if (bucket.interim()) {
      shard.bucket(bucket.place().start()).series(bucket.place().series()).told(score);
    }
    shard.statistics().add(bucket.interim() ? "interim_records" : "records", 1);
    records.add(
        new RecordRow(
            bucket.place(), record.getId(), score, bucket.interim(), record::toByteArray));
    tell(shard.key(), AnomalyMessages.message(shard, record)::toByteArray);
  }

  static Place weekBefore(Place place) {
    return new Place(place.shard(), place.series(), place.start() - 7 * DAY_S);
  }

  private void addClosed(Chunk.Changes changes) {
    ShardKey key = changes.shard().key();
    tell(key, AnomalyMessages.message(changes, lowest.getOrDefault(key, 1.0))::toByteArray);
  }

  private void tell(ShardKey shard, Rows.Bytes message) {
    outbox.add(new OutboxRow(Topics.ANOMALIES, shard.canonical(), message));
  }
}

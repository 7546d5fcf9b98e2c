package dev.tidemark.baseline.series;

import dev.tidemark.baseline.bucket.BucketResult;
import dev.tidemark.baseline.bucket.BucketResult.Expected;
import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.baseline.bucket.BucketResult.ShardView;
import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.ShardMode;
import dev.tidemark.baseline.bucket.ShardState;
import dev.tidemark.baseline.kafka.AggregateCodec;
import dev.tidemark.baseline.kafka.AnomalyMessages;
import dev.tidemark.baseline.kafka.DeadLetters;
import dev.tidemark.baseline.scoring.FrozenPredictions;
import dev.tidemark.baseline.scoring.ScoringRequests;
import dev.tidemark.baseline.store.Rows;
import dev.tidemark.baseline.store.Rows.Addition;
import dev.tidemark.baseline.store.Rows.BucketRow;
import dev.tidemark.baseline.store.Rows.Combining;
import dev.tidemark.baseline.store.Rows.OutboxRow;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.baseline.store.Rows.RecordRow;
import dev.tidemark.baseline.store.Rows.RepairableRow;
import dev.tidemark.baseline.store.Rows.Scored;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** Turns a judged chunk into rows and messages. */
final class RowsAssembly {

  private static final long DAY_S = 86_400;
  private static final String SCHEDULED = "scheduled_event";

  private final int partition;
  private final Chunk chunk;
  private final List<Judged> judged;
  private final Map<Place, Double> lastWeek;
  private final List<BucketRow> buckets = new ArrayList<>();
  private final Map<Place, Addition> additions = new LinkedHashMap<>();
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
    String origin = origin(result.shard());
    if (result.kind() == Kind.FIRST_BUCKET) {
      double actual = result.value().orElseThrow();
      buckets.add(new BucketRow(place, actual, null, false, "first_bucket", false, origin, null));
    } else if (result.kind() == Kind.NO_VALUE) {
      keepForLateEvents(place, result);
    } else if (result.kind() == Kind.SCHEDULED_EVENT
        && result.expected() == null
        && result.value().isPresent()) {
      double actual = result.value().getAsDouble();
      buckets.add(
          new BucketRow(
              place, actual, null, false, SCHEDULED, false, origin, result.scheduledEvent()));
    } else if ((result.expected() == null || result.kind() == Kind.JOB_CLOSED)
        && result.value().isPresent()) {
      String reason = result.kind().name().toLowerCase(Locale.ROOT);
      double actual = result.value().getAsDouble();
      addTo(
          new BucketRow(place, actual, null, false, reason, false, origin, null),
          result.function());
    }
  }

  private void keepForLateEvents(Place place, BucketResult result) {
    if (mayStillBeRepaired(place, result.shard())) {
      Expected expected = Objects.requireNonNull(result.expected());
      repairables.add(
          new RepairableRow(
              place,
              () -> AggregateCodec.encode(result.aggregate()),
              () -> ScoringRequests.bucket(result, expected).toByteArray(),
              result.scheduledEvent()));
    }
  }

  private void addLate(Place place, Judging.LateSum late) {
    DetectorFunction function = late.function(place.series());
    OptionalDouble value = late.aggregate().value(function);
    if (value.isEmpty()) {
      return;
    }
    String reason =
        late.shard().mode() == ShardMode.CLOSED ? "job_closed" : "late_without_prediction";
    double amount = value.getAsDouble();
    addTo(
        new BucketRow(place, amount, null, false, reason, false, origin(late.shard()), null),
        function);
  }

  private void addTo(BucketRow row, DetectorFunction function) {
    Combining combining = Combining.of(function.measure());
    additions.merge(
        row.place(),
        new Addition(row, combining),
        (a, b) ->
            new Addition(a.row().withActual(combining.apply(a.actual(), b.actual())), combining));
  }

  private static String origin(ShardView shard) {
    return shard.mode() == ShardMode.HISTORY ? "history" : "live";
  }

  private void addJudged(Judged bucket) {
    if (bucket.interim() || bucket.cutShort()) {
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
    if (mayStillBeRepaired(bucket.place(), bucket.shard())) {
      repairables.add(
          new RepairableRow(
              bucket.place(),
              () -> AggregateCodec.encode(bucket.aggregate()),
              bucket.evidence()::toByteArray,
              bucket.scheduledEvent()));
    }
  }

  private static boolean mayStillBeRepaired(Place place, ShardView shard) {
    long watermark = Math.floorDiv(shard.state().position().watermarkMs(), 1_000);
    return place.start() + shard.job().span().seconds() > watermark - DAY_S;
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
      shard
          .bucket(bucket.place().start())
          .series(bucket.place().series())
          .told(score, FrozenPredictions.of(bucket.evidence()));
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

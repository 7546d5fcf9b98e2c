package dev.tidemark.baseline.store;

import dev.tidemark.baseline.store.Rows.Addition;
import dev.tidemark.baseline.store.Rows.BucketRow;
import dev.tidemark.baseline.store.Rows.Combining;
import dev.tidemark.baseline.store.Rows.OutboxRow;
import dev.tidemark.baseline.store.Rows.RecordRow;
import dev.tidemark.baseline.store.Rows.RepairableRow;
import dev.tidemark.baseline.store.Rows.Scored;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Writes results, and the messages that tell of them. */
final class ResultWrites {

  private static final String BUCKETS =
      """
      INSERT INTO bucket AS b (job_uid, shard, bucket_start, detector, partition_value, by_value,
          actual, typical, lower, upper, probability, anomaly_score, unscored_reason, revised,
          origin, scheduled_event)
      SELECT * FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::int[], $5::text[],
          $6::text[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::float8[],
          $12::float8[], $13::text[], $14::bool[], $15::text[], $16::text[])
      ON CONFLICT (job_uid, bucket_start, detector, partition_value, by_value) DO UPDATE SET
      """;

  private static final String REPLACE =
      BUCKETS
          + """
            actual = EXCLUDED.actual, typical = EXCLUDED.typical, lower = EXCLUDED.lower,
            upper = EXCLUDED.upper, probability = EXCLUDED.probability,
            anomaly_score = EXCLUDED.anomaly_score, unscored_reason = EXCLUDED.unscored_reason,
            revised = EXCLUDED.revised, scheduled_event = EXCLUDED.scheduled_event
            """;

  private static final String RECORDS =
      """
      INSERT INTO record (job_uid, shard, bucket_start, detector, partition_value, by_value, id,
          anomaly_score, interim, body)
      SELECT * FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::int[], $5::text[],
          $6::text[], $7::text[], $8::float8[], $9::bool[], $10::bytea[])
      ON CONFLICT (job_uid, bucket_start, id) DO UPDATE SET
          anomaly_score = EXCLUDED.anomaly_score, interim = EXCLUDED.interim, body = EXCLUDED.body
      """;

  private static final String REPAIRABLES =
      """
      INSERT INTO repairable_bucket (job_uid, shard, detector, partition_value, by_value,
          bucket_start_s, aggregate, evidence, scheduled_event)
      SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[],
          $6::bigint[], $7::bytea[], $8::bytea[], $9::text[])
      ON CONFLICT (job_uid, shard, bucket_start_s, detector, partition_value, by_value)
      DO UPDATE SET aggregate = EXCLUDED.aggregate, evidence = EXCLUDED.evidence,
          scheduled_event = EXCLUDED.scheduled_event
      """;

  private static final String OUTBOX =
      """
      INSERT INTO outbox (topic, key, value)
      SELECT u.topic, u.key, u.value
      FROM unnest($1::text[], $2::text[], $3::bytea[]) WITH ORDINALITY
          AS u (topic, key, value, n)
      ORDER BY u.n
      """;

  private ResultWrites() {}

  static Uni<Void> write(SqlConnection connection, Rows rows) {
    return buckets(connection, REPLACE, rows.buckets())
        .chain(() -> additions(connection, rows.additions()))
        .chain(() -> records(connection, rows.records()))
        .chain(() -> repairables(connection, rows.repairables()))
        .chain(() -> outbox(connection, rows.outbox()));
  }

  private static Uni<Void> additions(SqlConnection connection, List<Addition> additions) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Combining combining : Combining.values()) {
      List<BucketRow> rows =
          additions.stream()
              .filter(addition -> addition.combining() == combining)
              .map(Addition::row)
              .toList();
      all = all.chain(() -> buckets(connection, BUCKETS + combined(combining), rows));
    }
    return all;
  }

  private static String combined(Combining combining) {
    return switch (combining) {
      case ADD -> "actual = b.actual + EXCLUDED.actual, revised = true";
      case LEAST -> "actual = least(b.actual, EXCLUDED.actual), revised = true";
      case GREATEST -> "actual = greatest(b.actual, EXCLUDED.actual), revised = true";
      case KEEP -> "actual = b.actual";
    };
  }

  private static Uni<Void> buckets(SqlConnection connection, String sql, List<BucketRow> rows) {
    return StateWrites.bulk(
        connection,
        sql,
        rows,
        Columns.of(rows)
            .place(BucketRow::place)
            .real(BucketRow::actual)
            .optional(row -> plotted(row, Scored::typical))
            .optional(row -> plotted(row, Scored::lower))
            .optional(row -> plotted(row, Scored::upper))
            .optional(row -> judgement(row, Scored::probability))
            .optional(row -> judgement(row, Scored::score))
            .text(BucketRow::unscoredReason)
            .flag(BucketRow::revised)
            .text(BucketRow::origin)
            .text(BucketRow::scheduledEvent));
  }

  private static @org.jspecify.annotations.Nullable Double figure(
      BucketRow row, ToDoubleFunction<Scored> figure) {
    Scored scored = row.scored();
    return scored == null ? null : figure.applyAsDouble(scored);
  }

  private static @org.jspecify.annotations.Nullable Double plotted(
      BucketRow row, ToDoubleFunction<Scored> figure) {
    return row.plotted() ? figure(row, figure) : null;
  }

  private static @org.jspecify.annotations.Nullable Double judgement(
      BucketRow row, ToDoubleFunction<Scored> figure) {
    return row.unscoredReason() == null ? figure(row, figure) : null;
  }

  private static Uni<Void> records(SqlConnection connection, List<RecordRow> rows) {
    return StateWrites.bulk(
        connection,
        RECORDS,
        rows,
        Columns.of(rows)
            .place(RecordRow::place)
            .text(RecordRow::id)
            .real(RecordRow::score)
            .flag(RecordRow::interim)
            .bytes(row -> row.body().get()));
  }

  private static Uni<Void> repairables(SqlConnection connection, List<RepairableRow> rows) {
    return StateWrites.bulk(
        connection,
        REPAIRABLES,
        rows,
        Columns.of(rows)
            .shard(row -> row.place().shard())
            .series(row -> row.place().series())
            .big(row -> row.place().start())
            .bytes(row -> row.aggregate().get())
            .bytes(row -> row.evidence().get())
            .text(RepairableRow::scheduledEvent));
  }

  private static Uni<Void> outbox(SqlConnection connection, List<OutboxRow> rows) {
    return StateWrites.bulk(
        connection,
        OUTBOX,
        rows,
        Columns.of(rows)
            .text(OutboxRow::topic)
            .text(OutboxRow::key)
            .bytes(row -> row.value().get()));
  }
}

package dev.tidemark.baseline.store;

import dev.tidemark.baseline.bucket.Expectation;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.baseline.store.ShardStore.Repairable;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads results that new ones build on. */
final class ResultReads {

  private static final String REPAIRABLES =
      """
      SELECT r.job_uid, r.shard, r.detector, r.partition_value, r.by_value, r.bucket_start_s,
          r.aggregate, r.evidence, r.scheduled_event,
          EXISTS (
              SELECT 1 FROM record
              WHERE record.job_uid = u.job_uid
                  AND record.bucket_start = to_timestamp(u.bucket_start_s)
                  AND record.id = u.record_id
          ) AS told
      FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::bigint[],
          $7::text[])
          AS u (job_uid, shard, detector, partition_value, by_value, bucket_start_s, record_id)
      JOIN repairable_bucket r
      USING (job_uid, shard, detector, partition_value, by_value, bucket_start_s)
      WHERE r.evidence IS NOT NULL
      """;

  private static final String ACTUALS =
      """
      SELECT b.job_uid, b.shard, b.detector, b.partition_value, b.by_value,
          extract(epoch FROM b.bucket_start)::bigint AS bucket_start_s, b.actual
      FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::int[], $5::text[], $6::text[])
          AS u (job_uid, shard, bucket_start, detector, partition_value, by_value)
      JOIN bucket b USING (job_uid, bucket_start, detector, partition_value, by_value)
      """;

  private static final String JUDGED =
      """
      SELECT extract(epoch FROM bucket_start)::bigint AS bucket_start_s, actual FROM bucket
      WHERE job_uid = $1 AND shard = $2 AND detector = $3 AND partition_value = $4
          AND by_value = $5 AND bucket_start >= $6 AND bucket_start < $7
          AND unscored_reason IS NULL
      ORDER BY bucket_start LIMIT $8
      """;

  private ResultReads() {}

  static Uni<List<Repairable>> repairables(Pool pool, List<Place> places) {
    if (places.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    Tuple values =
        Columns.of(places)
            .shard(Place::shard)
            .series(Place::series)
            .big(Place::start)
            .text(Place::recordId)
            .tuple();
    return pool.preparedQuery(REPAIRABLES).execute(values).map(ResultReads::repairables);
  }

  private static List<Repairable> repairables(RowSet<Row> rows) {
    List<Repairable> found = new ArrayList<>();
    for (Row row : rows) {
      byte[] aggregate = bytes(row, "aggregate");
      byte[] evidence = bytes(row, "evidence");
      found.add(
          new Repairable(
              place(row),
              () -> aggregate,
              () -> evidence,
              row.getString("scheduled_event"),
              row.getBoolean("told")));
    }
    return found;
  }

  static Uni<Map<Place, Double>> actuals(Pool pool, List<Place> places) {
    if (places.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    Tuple values = Columns.of(places).place(place -> place).tuple();
    return pool.preparedQuery(ACTUALS).execute(values).map(ResultReads::actuals);
  }

  private static Map<Place, Double> actuals(RowSet<Row> rows) {
    Map<Place, Double> found = new HashMap<>();
    for (Row row : rows) {
      found.put(place(row), row.getDouble("actual"));
    }
    return found;
  }

  static Uni<Map<Long, Double>> judged(Pool pool, Expectation expectation) {
    SeriesKey series = expectation.series();
    Tuple values =
        StateWrites.key(expectation.shard().key())
            .addInteger(series.detector())
            .addString(series.partitionValue())
            .addString(series.byValue())
            .addValue(Columns.time(expectation.from()))
            .addValue(Columns.time(expectation.to()))
            .addInteger(Expectation.MOST_BUCKETS);
    return pool.preparedQuery(JUDGED).execute(values).map(ResultReads::byStart);
  }

  private static Map<Long, Double> byStart(RowSet<Row> rows) {
    Map<Long, Double> found = new TreeMap<>();
    for (Row row : rows) {
      found.put(row.getLong("bucket_start_s"), row.getDouble("actual"));
    }
    return found;
  }

  static byte[] bytes(Row row, String column) {
    Buffer buffer = (Buffer) row.getDelegate().getValue(column);
    return buffer.getBytes();
  }

  static ShardKey shard(Row row) {
    return new ShardKey(row.getUUID("job_uid").toString(), row.getInteger("shard"));
  }

  static SeriesKey series(Row row) {
    return new SeriesKey(
        row.getInteger("detector"), row.getString("partition_value"), row.getString("by_value"));
  }

  private static Place place(Row row) {
    return new Place(shard(row), series(row), row.getLong("bucket_start_s"));
  }
}

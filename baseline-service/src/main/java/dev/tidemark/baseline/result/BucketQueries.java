package dev.tidemark.baseline.result;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.ops.Parameters;
import dev.tidemark.contract.BucketSpan;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reads buckets, page by page; a page is stable while other buckets are added. */
@ApplicationScoped
class BucketQueries {

  private static final int KEY_PARTS = 4;
  private static final String KEY = "(bucket_start, detector, partition_value, by_value)";

  private final Pool pool;

  BucketQueries(Pool pool) {
    this.pool = pool;
  }

  Uni<BucketView.Page> page(Job job, ResultQuery query) {
    List<Object> parameters = new ArrayList<>(List.of(job.uid()));
    StringBuilder sql = new StringBuilder("SELECT * FROM bucket WHERE job_uid = $1 AND ");
    sql.append(query.conditions(parameters));
    if (query.cursor() != null) {
      sql.append(" AND ").append(KEY).append(' ').append(query.beyond());
      sql.append(place(kind(query), query.cursor(), parameters));
    }
    String direction = query.direction();
    sql.append(" ORDER BY bucket_start ").append(direction).append(", detector ").append(direction);
    sql.append(", partition_value ").append(direction).append(", by_value ").append(direction);
    sql.append(" LIMIT ").append(query.limit() + 1);
    return pool.preparedQuery(sql.toString())
        .execute(Tuple.from(parameters))
        .map(
            rows -> {
              List<BucketView> found = new ArrayList<>();
              rows.forEach(row -> found.add(view(row, job.definition().bucketSpan())));
              return page(found, query);
            });
  }

  private static String kind(ResultQuery query) {
    return "buckets " + query.direction();
  }

  private static String place(String kind, String cursor, List<Object> parameters) {
    List<String> parts = Parameters.cursor(kind, KEY_PARTS, cursor);
    Instant start = Parameters.instant("cursor", parts.get(0));
    return "("
        + ResultQuery.next(parameters, start.atOffset(ZoneOffset.UTC))
        + ", "
        + ResultQuery.next(parameters, Parameters.integer("cursor", parts.get(1)))
        + ", "
        + ResultQuery.next(parameters, parts.get(2))
        + ", "
        + ResultQuery.next(parameters, parts.get(3))
        + ")";
  }

  private static BucketView.Page page(List<BucketView> found, ResultQuery query) {
    if (found.size() <= query.limit()) {
      return new BucketView.Page(found, null);
    }
    BucketView last = found.get(query.limit() - 1);
    String cursor =
        Parameters.cursor(
            kind(query),
            List.of(
                last.bucketStart().toString(),
                Integer.toString(last.detector()),
                last.partitionValue(),
                last.byValue()));
    return new BucketView.Page(found.subList(0, query.limit()), cursor);
  }

  private static BucketView view(Row row, BucketSpan span) {
    Instant start = row.getOffsetDateTime("bucket_start").toInstant();
    return new BucketView(
        start,
        start.plus(span.length()),
        row.getInteger("detector"),
        row.getString("partition_value"),
        row.getString("by_value"),
        row.getDouble("actual"),
        row.getDouble("typical"),
        row.getDouble("lower"),
        row.getDouble("upper"),
        row.getDouble("probability"),
        row.getDouble("anomaly_score"),
        row.getString("unscored_reason"),
        row.getString("scheduled_event"),
        row.getBoolean("revised"),
        row.getString("origin"));
  }
}

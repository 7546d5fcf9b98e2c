package dev.tidemark.baseline.result;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.ops.Parameters;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reads records, page by page; a page is stable while other records are added. */
@ApplicationScoped
class RecordQueries {

  private static final String ONE =
      "SELECT body FROM record WHERE id = $1 AND job_uid = $2 ORDER BY bucket_start DESC LIMIT 1";
  private static final int KEY_PARTS = 2;

  private final Pool pool;

  RecordQueries(Pool pool) {
    this.pool = pool;
  }

  Uni<RecordView.Page> page(Job job, ResultQuery query) {
    List<Object> parameters = new ArrayList<>(List.of(job.uid()));
    StringBuilder sql = new StringBuilder("SELECT body FROM record WHERE job_uid = $1 AND ");
    sql.append(query.conditions(parameters));
    if (!query.filter().interim()) {
      sql.append(" AND NOT interim");
    }
    if (query.cursor() != null) {
      List<String> parts = Parameters.cursor(kind(query), KEY_PARTS, query.cursor());
      Instant start = Parameters.instant("cursor", parts.get(0));
      sql.append(" AND (bucket_start, id) ").append(query.beyond()).append(" (");
      sql.append(ResultQuery.next(parameters, start.atOffset(ZoneOffset.UTC))).append(", ");
      sql.append(ResultQuery.next(parameters, parts.get(1))).append(')');
    }
    String direction = query.direction();
    sql.append(" ORDER BY bucket_start ").append(direction).append(", id ").append(direction);
    sql.append(" LIMIT ").append(query.limit() + 1);
    return pool.preparedQuery(sql.toString())
        .execute(Tuple.from(parameters))
        .map(
            rows -> {
              List<RecordView> found = new ArrayList<>();
              rows.forEach(row -> found.add(view(row)));
              return page(found, query);
            });
  }

  Uni<RecordView> get(Job job, String id) {
    return pool.preparedQuery(ONE).execute(Tuple.of(id, job.uid())).map(rows -> one(rows, job, id));
  }

  private static RecordView one(RowSet<Row> rows, Job job, String id) {
    if (rows.size() == 0) {
      throw new Refusal(
          Refusal.Code.UNKNOWN_RECORD, "Job '" + job.id() + "' has no record '" + id + "'.");
    }
    return view(rows.iterator().next());
  }

  private static String kind(ResultQuery query) {
    return "records " + query.direction();
  }

  private static RecordView.Page page(List<RecordView> found, ResultQuery query) {
    if (found.size() <= query.limit()) {
      return new RecordView.Page(found, null);
    }
    RecordView last = found.get(query.limit() - 1);
    String cursor =
        Parameters.cursor(kind(query), List.of(last.bucketStart().toString(), last.id()));
    return new RecordView.Page(found.subList(0, query.limit()), cursor);
  }

  private static RecordView view(Row row) {
    try {
      byte[] body = row.getDelegate().getBuffer("body").getBytes();
      return RecordViews.of(AnomalyRecord.parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the table holds a record that cannot be read", e);
    }
  }
}

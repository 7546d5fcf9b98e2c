package dev.tidemark.baseline.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The outbox as its publisher sees it. */
@ApplicationScoped
class OutboxTable {

  private final Pool pool;

  OutboxTable(Pool pool) {
    this.pool = pool;
  }

  /** The oldest rows, in order of id. */
  Uni<List<OutboxRow>> first(int limit) {
    return pool.preparedQuery("SELECT id, topic, key, value FROM outbox ORDER BY id LIMIT $1")
        .execute(Tuple.of(limit))
        .map(
            rows -> {
              List<OutboxRow> read = new ArrayList<>();
              rows.forEach(row -> read.add(read(row)));
              return read;
            });
  }

  /** Deletes rows; those that are gone already do not matter. */
  Uni<Void> delete(List<OutboxRow> rows) {
    Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
    return pool.preparedQuery("DELETE FROM outbox WHERE id = ANY($1)")
        .execute(Tuple.of(ids))
        .replaceWithVoid();
  }

  private static OutboxRow read(Row row) {
    Buffer value = row.getDelegate().getBuffer("value");
    return new OutboxRow(
        row.getLong("id"),
        row.getString("topic"),
        row.getString("key"),
        value == null ? null : value.getBytes());
  }
}

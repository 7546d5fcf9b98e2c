package dev.tidemark.alert.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/** Rows for one statement, as a JSON array in its parameter {@code rows}. */
public final class JsonRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ArrayNode rows = JSON.createArrayNode();

  /** A new row to be filled. */
  public ObjectNode add() {
    return rows.addObject();
  }

  /** How many there are. */
  public int size() {
    return rows.size();
  }

  /** Runs a statement with all rows; nothing if there are none. */
  public Uni<Void> execute(Mutiny.Session session, String sql) {
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : session
            .createNativeQuery(sql)
            .setParameter("rows", rows.toString())
            .executeUpdate()
            .replaceWithVoid();
  }
}

package dev.tidemark.alert.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads decisions. */
@ApplicationScoped
class DecisionRepository {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PARAMETER = Pattern.compile(":([a-z]+)");
  private static final List<String> TIMES = List.of("bucket_start", "ready_at", "decided_at");

  private final Mutiny.SessionFactory sessions;

  DecisionRepository(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * Decisions, latest bucket first.
   *
   * @param conditions in SQL with one parameter each, and its value
   * @param after bucket, record and rule that they follow; empty for the first page
   */
  Uni<List<JsonNode>> list(Map<String, Object> conditions, List<String> after, int limit) {
    StringBuilder sql =
        new StringBuilder("SELECT CAST(row_to_json(d) AS text) FROM decision d WHERE true");
    conditions.keySet().forEach(condition -> sql.append(" AND ").append(condition));
    if (!after.isEmpty()) {
      sql.append(
          " AND (d.bucket_start, d.record_id, d.rule_id)"
              + " < (CAST(CAST(:bucket AS text) AS timestamptz), :id, :ruleid)");
    }
    sql.append(" ORDER BY d.bucket_start DESC, d.record_id DESC, d.rule_id DESC");
    return sessions
        .withSession(session -> query(session, sql.toString(), conditions, after, limit))
        .map(rows -> rows.stream().map(DecisionRepository::document).toList());
  }

  private static Uni<List<String>> query(
      Mutiny.Session session,
      String sql,
      Map<String, Object> conditions,
      List<String> after,
      int limit) {
    Mutiny.SelectionQuery<String> query = session.createNativeQuery(sql, String.class);
    conditions.forEach((condition, value) -> query.setParameter(parameter(condition), value));
    if (!after.isEmpty()) {
      query.setParameter("bucket", after.get(0));
      query.setParameter("id", after.get(1));
      query.setParameter("ruleid", after.get(2));
    }
    return query.setMaxResults(limit).getResultList();
  }

  private static String parameter(String condition) {
    Matcher matcher = PARAMETER.matcher(condition);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no parameter in " + condition);
    }
    return matcher.group(1);
  }

  private static JsonNode document(String row) {
    try {
      ObjectNode document = (ObjectNode) JSON.readTree(row);
      for (String name : TIMES) {
        if (document.path(name).isTextual()) {
          document.put(
              name, OffsetDateTime.parse(document.path(name).asText()).toInstant().toString());
        }
      }
      List<String> empty = new ArrayList<>();
      document.properties().stream()
          .filter(entry -> entry.getValue().isNull())
          .forEach(entry -> empty.add(entry.getKey()));
      return document.remove(empty);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL gave something that is not JSON", e);
    }
  }
}

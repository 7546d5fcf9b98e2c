package dev.tidemark.alert.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts, in which order.
 *
 * @param conditions in the query language, with their parameters
 * @param byScore by score, or else by the first bucket
 * @param ascending lowest or oldest first
 * @param after what the page follows; null for the first page
 * @param limit most alerts of the page
 */
record AlertQuery(
    Map<String, Object> conditions,
    boolean byScore,
    boolean ascending,
    @Nullable Position after,
    int limit) {

  /**
   * Where a page begins.
   *
   * @param key score or epoch second of the alert before
   * @param id its id
   */
  record Position(double key, String id) {}

  String hql() {
    StringBuilder hql = new StringBuilder("FROM AlertEntity a WHERE 1 = 1");
    conditions.keySet().forEach(condition -> hql.append(" AND ").append(condition));
    String key = byScore ? "a.score" : "a.openedBucket";
    String way = ascending ? ">" : "<";
    if (after != null) {
      hql.append(
          " AND (%s %s :afterKey OR (%s = :afterKey AND a.id %s :afterId))"
              .formatted(key, way, key, way));
    }
    String order = ascending ? "ASC" : "DESC";
    return hql.append(" ORDER BY %s %s, a.id %s".formatted(key, order, order)).toString();
  }

  Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    conditions.forEach((condition, value) -> parameters.put(nameIn(condition), value));
    Optional.ofNullable(after).ifPresent(position -> putPosition(parameters, position));
    return parameters;
  }

  private void putPosition(Map<String, Object> parameters, Position position) {
    Object key = byScore ? position.key() : Instant.ofEpochSecond((long) position.key());
    parameters.put("afterKey", key);
    parameters.put("afterId", position.id());
  }

  private static String nameIn(String condition) {
    int colon = condition.indexOf(':');
    int end = colon + 1;
    while (end < condition.length() && Character.isLetter(condition.charAt(end))) {
      end++;
    }
    return condition.substring(colon + 1, end);
  }

  Position positionOf(AlertEntity alert) {
    return new Position(byScore ? alert.score : alert.openedBucket.getEpochSecond(), alert.id);
  }
}

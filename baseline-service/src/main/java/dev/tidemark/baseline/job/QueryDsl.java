package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Conditions;
import dev.tidemark.contract.query.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads the part of Elasticsearch's query language that filters events: what a datafeed of its
 * machine learning or a Kibana filter mostly consists of. What has no effect on a filter (boost,
 * _name) is passed over; whatever else is not known is refused by name. Values mean what they mean
 * for keyword and ip fields.
 */
final class QueryDsl {

  private static final Set<String> KNOWN =
      Set.of(
          "bool",
          "term",
          "terms",
          "range",
          "exists",
          "match",
          "match_phrase",
          "wildcard",
          "prefix",
          "match_all");
  private static final Set<String> NO_EFFECT = Set.of("boost", "_name", "adjust_pure_negative");
  private static final Set<String> BOOL =
      Set.of("must", "filter", "should", "must_not", "minimum_should_match");

  private final QueryLimits limits;

  private QueryDsl(QueryLimits limits) {
    this.limits = limits;
  }

  /** Whether an object is meant as such a query, and not as a condition of our own form. */
  static boolean isMeant(JsonNode node) {
    if (!node.isObject() || node.size() != 1) {
      return false;
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    return KNOWN.contains(only.getKey())
        ? !only.getValue().isTextual()
        : only.getValue().isObject() && !only.getKey().equals("not");
  }

  /** Reads a query; faults point into it, behind the given pointer. */
  static Condition read(String pointer, JsonNode node, QueryLimits limits) {
    return new QueryDsl(limits).query(pointer, node, 1);
  }

  private Condition query(String pointer, JsonNode node, int depth) {
    limits.count(pointer, depth);
    if (!node.isObject() || node.size() != 1) {
      throw new InvalidDefinition(
          pointer, "a query is an object with one property, such as 'term' or 'bool'");
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    JsonNode body = only.getValue();
    try {
      return switch (only.getKey()) {
        case "bool" -> bool(body, depth);
        case "match_all" -> matchAll(body);
        case "exists" -> exists(body);
        case "terms" -> terms(body);
        case "range" -> range(body);
        case "term" -> onField(body, "value", Set.of("case_insensitive"), Conditions::value);
        case "match_phrase" -> onField(body, "query", Set.of("slop"), Conditions::value);
        case "match" -> onField(body, "query", Set.of(), QueryDsl::word);
        case "wildcard" -> wildcard(body);
        case "prefix" ->
            onField(
                body,
                "value",
                Set.of("case_insensitive"),
                (field, text) -> Conditions.pattern(field, Glob.quote(text) + "*"));
        default -> throw unknown(only.getKey());
      };
    } catch (InvalidDefinition fault) {
      throw fault.under(pointer + step(only.getKey()));
    }
  }

  /** A step of a JSON pointer (RFC 6901). */
  private static String step(String property) {
    return "/" + property.replace("~", "~0").replace("/", "~1");
  }

  private static InvalidDefinition unknown(String name) {
    return new InvalidDefinition(
        "",
        "'"
            + name
            + "' is not known here; of Elasticsearch's query language there are bool, term, terms,"
            + " range, exists, match, match_phrase, wildcard, prefix and match_all; of our own form"
            + " all, any, not, exists, and field with in, range, wildcard or cidr; or write KQL");
  }

  private Condition bool(JsonNode body, int depth) {
    requireObject(body);
    refuseUnknown(body, BOOL);
    List<Condition> all = new ArrayList<>(clauses(body, "must", depth));
    all.addAll(clauses(body, "filter", depth));
    List<Condition> should = clauses(body, "should", depth);
    checkShould(body, should.isEmpty(), all.isEmpty());
    if (!should.isEmpty()) {
      all.add(Conditions.anyOf(should));
    }
    List<Condition> mustNot = clauses(body, "must_not", depth);
    if (!mustNot.isEmpty()) {
      Condition excluded = Conditions.anyOf(mustNot);
      if (excluded.equals(Condition.ANY)) {
        throw new InvalidDefinition("/must_not", "this excludes every event");
      }
      all.add(Conditions.not(excluded));
    }
    return Conditions.all(all);
  }

  /** Beside must and filter, should only sorts, unless it is said that one has to fit. */
  private static void checkShould(JsonNode body, boolean none, boolean alone) {
    JsonNode least = body.path("minimum_should_match");
    if (!least.isMissingNode() && !least.asText().equals("1")) {
      throw new InvalidDefinition("/minimum_should_match", "only 1 is known here");
    }
    if (!none && !alone && least.isMissingNode()) {
      throw new InvalidDefinition(
          "/should",
          "beside must or filter, should excludes nothing unless minimum_should_match is 1; add it"
              + " or leave should out");
    }
  }

  private List<Condition> clauses(JsonNode body, String name, int depth) {
    JsonNode clauses = body.path(name);
    List<Condition> read = new ArrayList<>();
    if (clauses.isObject()) {
      read.add(query("/" + name, clauses, depth + 1));
    } else if (clauses.isArray()) {
      for (int i = 0; i < clauses.size(); i++) {
        read.add(query("/" + name + "/" + i, clauses.get(i), depth + 1));
      }
    } else if (!clauses.isMissingNode() && !clauses.isNull()) {
      throw new InvalidDefinition("/" + name, "this is neither a query nor an array of queries");
    }
    return read;
  }

  private static Condition matchAll(JsonNode body) {
    requireObject(body);
    refuseUnknown(body, Set.of());
    return Condition.ANY;
  }

  private static Condition exists(JsonNode body) {
    requireObject(body);
    refuseUnknown(body, Set.of("field"));
    String field = ConditionJson.value("/field", body.path("field"));
    ConditionJson.checkField("/field", field);
    return new Condition.Exists(field);
  }

  private static Condition terms(JsonNode body) {
    Map.Entry<String, JsonNode> field = field(body);
    List<Condition> values = new ArrayList<>();
    String pointer = "/" + field.getKey();
    List<String> texts = ConditionJson.values(pointer, field.getValue());
    for (int i = 0; i < texts.size(); i++) {
      values.add(made(pointer + "/" + i, field.getKey(), texts.get(i), Conditions::value));
    }
    return Conditions.anyOf(values);
  }

  private static Condition range(JsonNode body) {
    Map.Entry<String, JsonNode> field = field(body);
    JsonNode bounds = field.getValue();
    try {
      requireObject(bounds);
      refuseUnknown(bounds, Set.of("gt", "gte", "lt", "lte"));
      return ConditionJson.range(
          field.getKey(),
          ConditionJson.bound(bounds, "gt", "gte"),
          ConditionJson.bound(bounds, "lt", "lte"));
    } catch (InvalidDefinition fault) {
      throw fault.under("/" + field.getKey());
    }
  }

  private static Condition wildcard(JsonNode body) {
    Map.Entry<String, JsonNode> field = field(body);
    boolean older = field.getValue().has("wildcard");
    return onField(
        body, older ? "wildcard" : "value", Set.of("case_insensitive"), Conditions::pattern);
  }

  private static Condition word(String field, String text) {
    if (text.isBlank() || text.strip().chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "match is known for one word only; for an exact text of several words write"
              + " match_phrase");
    }
    return Conditions.value(field, text);
  }

  /**
   * A query on one field, in the short form {@code {"field": value}} or the long one {@code
   * {"field": {"name": value}}}.
   *
   * @param neutral properties of the long form that may be there with a value that changes nothing
   */
  private static Condition onField(
      JsonNode body,
      String name,
      Set<String> neutral,
      BiFunction<String, String, Condition> condition) {
    Map.Entry<String, JsonNode> field = field(body);
    String pointer = "/" + field.getKey();
    JsonNode value = field.getValue();
    if (value.isObject()) {
      checkLong(pointer, value, name, neutral);
      pointer = pointer + "/" + name;
      value = value.path(name);
    }
    return made(pointer, field.getKey(), ConditionJson.value(pointer, value), condition);
  }

  private static void checkLong(String pointer, JsonNode value, String name, Set<String> neutral) {
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String key = property.getKey();
      boolean changesNothing =
          neutral.contains(key) && Set.of("false", "0").contains(property.getValue().asText());
      if (!key.equals(name) && !NO_EFFECT.contains(key) && !changesNothing) {
        throw new InvalidDefinition(
            pointer + step(key), "'" + key + "' with this value is not known here");
      }
    }
  }

  private static Condition made(
      String pointer, String field, String text, BiFunction<String, String, Condition> condition) {
    try {
      return condition.apply(field, text);
    } catch (IllegalArgumentException fault) {
      throw new InvalidDefinition(pointer, String.valueOf(fault.getMessage()));
    }
  }

  /** The one property that is a field's name. */
  private static Map.Entry<String, JsonNode> field(JsonNode body) {
    requireObject(body);
    List<Map.Entry<String, JsonNode>> fields =
        body.properties().stream().filter(entry -> !NO_EFFECT.contains(entry.getKey())).toList();
    if (fields.size() != 1) {
      throw new InvalidDefinition("", "this names " + fields.size() + " fields; it takes one");
    }
    ConditionJson.checkField(step(fields.getFirst().getKey()), fields.getFirst().getKey());
    return fields.getFirst();
  }

  private static void requireObject(JsonNode body) {
    if (!body.isObject()) {
      throw new InvalidDefinition("", "this is not an object");
    }
  }

  private static void refuseUnknown(JsonNode body, Set<String> known) {
    for (Map.Entry<String, JsonNode> property : body.properties()) {
      String name = property.getKey();
      if (!known.contains(name) && !NO_EFFECT.contains(name)) {
        throw new InvalidDefinition(step(name), "'" + name + "' is not known here");
      }
    }
  }
}

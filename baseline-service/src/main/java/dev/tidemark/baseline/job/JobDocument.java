package dev.tidemark.baseline.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.definition.CustomRule;
import dev.tidemark.baseline.definition.DetectorDefinition;
import dev.tidemark.baseline.definition.EventQuery;
import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.baseline.definition.JobDefinition;
import dev.tidemark.baseline.definition.Spans;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.contract.Counts;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A job's definition as a JSON document: read with pointers to every fault, patched, written. */
final class JobDocument {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> SETTABLE =
      Set.of(
          "id",
          "name",
          "description",
          "bucket_span",
          "counts",
          "filter",
          "detectors",
          "influencers",
          "shards",
          "time_zone",
          "allowed_lateness",
          "record_threshold",
          "custom_rule",
          "liveness",
          "model_plot");
  private static final Set<String> READ_ONLY =
      Set.of(
          "uid",
          "state",
          "live_from",
          "revision",
          "backfill_id",
          "shipped",
          "created_at",
          "updated_at");

  private final ObjectNode node;

  /** What is patched; null: nothing. */
  private final @Nullable JobDefinition before;

  private JobDocument(ObjectNode node, @Nullable JobDefinition before) {
    this.node = node;
    this.before = before;
  }

  /**
   * Reads a body.
   *
   * @throws Refusal if it is not a JSON object
   */
  static ObjectNode object(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new Refusal(
          Refusal.Code.INVALID_BODY,
          "The body is not JSON: " + e.getOriginalMessage() + at(e.getLocation()));
    } catch (java.io.IOException e) {
      throw new Refusal(Refusal.Code.INVALID_BODY, "The body cannot be read.");
    }
    throw new Refusal(Refusal.Code.INVALID_BODY, "The body is not a JSON object.");
  }

  private static String at(com.fasterxml.jackson.core.@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /**
   * Reads the definition of a new job.
   *
   * @throws InvalidDefinition if it says something that cannot be
   */
  static JobDefinition read(ObjectNode node) {
    return new JobDocument(node, null).definition();
  }

  /**
   * A definition with a JSON merge patch (RFC 7396) applied.
   *
   * @throws InvalidDefinition if the outcome cannot be, or the patch changes what never changes
   */
  static JobDefinition patched(JobDefinition before, ObjectNode patch) {
    refuseUnknown(patch);
    JobDefinition after =
        new JobDocument((ObjectNode) merge(write(before), patch), before).definition();
    before
        .immutableDifference(after)
        .ifPresent(
            pointer -> {
              throw new InvalidDefinition(
                  pointer,
                  pointer.substring(1)
                      + " never changes, since models and results rest on it: create another job"
                      + " and backfill it");
            });
    return after;
  }

  /** Writes a definition as a document. */
  static ObjectNode write(JobDefinition job) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", job.id()).put("name", job.name()).put("description", job.description());
    node.put("bucket_span", Spans.format(job.bucketSpan().length()));
    node.put("counts", job.counts().text());
    if (job.filter() != null) {
      node.set("filter", EventQueryJson.write(job.filter()));
    }
    node.set("detectors", JobJson.detectors(job.detectors()));
    node.set("influencers", JobJson.tree(JobJson.writeTexts(job.influencers())));
    node.put("shards", job.shards()).put("time_zone", job.timeZone().getId());
    node.put("allowed_lateness", Spans.format(job.allowedLateness()));
    node.put("record_threshold", job.recordThreshold());
    node.set("custom_rule", write(job.customRule()));
    if (job.liveness() != null) {
      node.set("liveness", EventQueryJson.write(job.liveness()));
    }
    return node.put("model_plot", job.modelPlot());
  }

  private static ObjectNode write(CustomRule rule) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (rule.minimumActual() > 0) {
      node.put("minimum_actual", rule.minimumActual());
    }
    if (rule.minimumFactor() > 0) {
      node.put("minimum_factor", rule.minimumFactor());
    }
    return node;
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode merged =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (change.getValue().isNull()) {
        merged.remove(change.getKey());
      } else {
        merged.set(change.getKey(), merge(merged.path(change.getKey()), change.getValue()));
      }
    }
    return merged;
  }

  private JobDefinition definition() {
    refuseUnknown(node);
    String id = required("id");
    return new JobDefinition(
        id,
        text("name", id),
        text("description", ""),
        JobDefinition.bucketSpan(text("bucket_span", "15m")),
        JobDefinition.counts(text("counts", Counts.EVENTS.text())),
        query("filter", JobDefinition::filter),
        detectors(),
        influencers(),
        wholeNumber("shards", 1),
        JobJson.timeZone(text("time_zone", "UTC")),
        Spans.parse("/allowed_lateness", text("allowed_lateness", "2m")),
        number(node, "", "record_threshold", 10),
        customRule(),
        query("liveness", JobDefinition::liveness),
        flag("model_plot"));
  }

  private static void refuseUnknown(ObjectNode node) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (READ_ONLY.contains(name)) {
        throw new InvalidDefinition(
            "/" + name, "property '" + name + "' is read-only; leave it out");
      }
      if (!SETTABLE.contains(name)) {
        throw new InvalidDefinition("/" + name, "property '" + name + "' is unknown");
      }
    }
  }

  private List<DetectorDefinition> detectors() {
    if (!has("detectors")) {
      throw new InvalidDefinition("/detectors", "detectors is missing; a job has at least one");
    }
    return JobJson.detectors(node.path("detectors"));
  }

  private List<String> influencers() {
    JsonNode array = node.path("influencers");
    if (!has("influencers")) {
      return List.of();
    }
    if (!array.isArray()) {
      throw new InvalidDefinition("/influencers", "influencers is not an array");
    }
    for (int i = 0; i < array.size(); i++) {
      if (!array.get(i).isTextual()) {
        throw new InvalidDefinition("/influencers/" + i, "this is not a text");
      }
    }
    return JobJson.readTexts(array.toString());
  }

  private CustomRule customRule() {
    JsonNode rule = node.path("custom_rule");
    if (!has("custom_rule")) {
      return CustomRule.NONE;
    }
    if (!rule.isObject()) {
      throw new InvalidDefinition("/custom_rule", "custom_rule is not an object");
    }
    JobJson.refuseUnknown(rule, "/custom_rule", Set.of("minimum_actual", "minimum_factor"));
    double actual = number(rule, "/custom_rule", "minimum_actual", 0);
    double factor = number(rule, "/custom_rule", "minimum_factor", 0);
    try {
      return new CustomRule(actual, factor);
    } catch (InvalidDefinition fault) {
      throw fault.under("/custom_rule");
    }
  }

  /** What was accepted once stays, whatever the limits are now. */
  private @Nullable EventQuery query(
      String name, Function<JobDefinition, @Nullable EventQuery> of) {
    if (!has(name)) {
      return null;
    }
    EventQuery known = before == null ? null : of.apply(before);
    boolean same = known != null && EventQueryJson.write(known).equals(node.path(name));
    return same ? known : EventQueryJson.read("/" + name, node.path(name));
  }

  private boolean has(String name) {
    return node.hasNonNull(name);
  }

  private String required(String name) {
    if (!has(name)) {
      throw new InvalidDefinition("/" + name, name + " is missing");
    }
    return text(name, "");
  }

  private String text(String name, String absent) {
    if (!has(name)) {
      return absent;
    }
    if (!node.path(name).isTextual()) {
      throw new InvalidDefinition("/" + name, name + " is not a text");
    }
    return node.path(name).asText();
  }

  private int wholeNumber(String name, int absent) {
    if (!has(name)) {
      return absent;
    }
    if (!node.path(name).isIntegralNumber() || !node.path(name).canConvertToInt()) {
      throw new InvalidDefinition("/" + name, name + " is not a whole number in range");
    }
    return node.path(name).asInt();
  }

  private static double number(JsonNode from, String prefix, String name, double absent) {
    if (!from.hasNonNull(name)) {
      return absent;
    }
    if (!from.path(name).isNumber()) {
      throw new InvalidDefinition(prefix + "/" + name, name + " is not a number");
    }
    return from.path(name).asDouble();
  }

  private boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    if (!node.path(name).isBoolean()) {
      throw new InvalidDefinition("/" + name, name + " is neither true nor false");
    }
    return node.path(name).asBoolean();
  }
}

package dev.tidemark.alert.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.alert.ops.Problems;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads rules as people send them. */
final class RuleDocument {

  private static final ObjectMapper JSON = new ObjectMapper();

  private RuleDocument() {}

  /**
   * A rule to be created.
   *
   * @param id its id
   * @param definition all of it
   * @param enabled whether it is on
   */
  record New(String id, RuleDefinition definition, boolean enabled) {}

  static New create(byte @Nullable [] body) {
    ObjectNode document = object(body);
    JsonNode id = document.remove("id");
    if (id == null || !id.isTextual() || !id.asText().matches("[a-z0-9][a-z0-9_-]{0,63}")) {
      throw invalid("/id", "id is needed: [a-z0-9][a-z0-9_-]{0,63}");
    }
    JsonNode enabled = document.remove("enabled");
    if (enabled != null && !enabled.isBoolean()) {
      throw invalid("/enabled", "enabled is true or false");
    }
    return new New(id.asText(), definition(document), enabled == null || enabled.asBoolean());
  }

  static ObjectNode object(byte @Nullable [] body) {
    try {
      if (body != null && JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw invalid("", "the body is not JSON: " + firstLine(e));
    }
    throw invalid("", "the body is not a JSON object");
  }

  static RuleDefinition patched(RuleDefinition rule, ObjectNode patch) {
    ObjectNode document = JSON.valueToTree(rule);
    merge(document, patch);
    return definition(document);
  }

  /** RFC 7386: null removes, objects merge, everything else replaces. */
  private static void merge(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value.isNull()) {
                target.remove(entry.getKey());
              } else if (value instanceof ObjectNode object
                  && target.get(entry.getKey()) instanceof ObjectNode inner) {
                merge(inner, object);
              } else {
                target.set(entry.getKey(), value);
              }
            });
  }

  private static RuleDefinition definition(ObjectNode document) {
    try {
      return JSON.treeToValue(document, RuleDefinition.class).checked();
    } catch (UnrecognizedPropertyException e) {
      throw invalid(
          Problems.pointer(e),
          "'" + e.getPropertyName() + "' is no property of a rule that can be set");
    } catch (JsonMappingException e) {
      throw invalid(Problems.pointer(e), "another type is needed at " + Problems.pointer(e));
    } catch (JsonProcessingException e) {
      throw invalid("", firstLine(e));
    } catch (RuleDefinition.Fault fault) {
      throw invalid(fault.pointer(), fault.detail());
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static RuntimeException invalid(String pointer, String detail) {
    return Problems.of("invalid-rule", "Invalid rule", Status.BAD_REQUEST, detail)
        .with("pointer", pointer)
        .build();
  }
}

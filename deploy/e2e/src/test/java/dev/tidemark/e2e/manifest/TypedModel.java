package dev.tidemark.e2e.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a manifest into the typed model and writes it back: what the model does not know is lost on
 * the way, and that is what is wrong with the manifest.
 */
final class TypedModel {

  private static final ObjectMapper STRICT =
      new ObjectMapper().setAnnotationIntrospector(new WithoutUnknownFields());

  private TypedModel() {}

  /** The model drops what it does not know only if its catch-all map is not written back. */
  private static final class WithoutUnknownFields extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnyGetter(Annotated annotated) {
      return false;
    }
  }

  /**
   * Paths of a manifest that its type does not have, or not with this value.
   *
   * @param type the model's class
   */
  static List<String> unknown(JsonNode manifest, Class<? extends HasMetadata> type) {
    try {
      KubernetesResource typed = new ObjectMapper().treeToValue(manifest, type);
      List<String> lost = new ArrayList<>();
      compare(manifest, STRICT.valueToTree(typed), "", lost);
      return lost;
    } catch (JsonProcessingException e) {
      return List.of(e.getOriginalMessage());
    }
  }

  private static void compare(JsonNode said, JsonNode known, String path, List<String> lost) {
    if (said.isObject()) {
      said.properties()
          .forEach(
              field ->
                  compare(
                      field.getValue(),
                      known.path(field.getKey()),
                      path + "/" + field.getKey(),
                      lost));
    } else if (said.isArray()) {
      for (int i = 0; i < said.size(); i++) {
        compare(said.get(i), known.path(i), path + "/" + i, lost);
      }
    } else if (!said.asText().equals(known.asText()) || known.isMissingNode()) {
      lost.add(path);
    }
  }
}

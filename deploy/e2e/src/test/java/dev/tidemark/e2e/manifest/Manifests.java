package dev.tidemark.e2e.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The manifests as they lie in {@code deploy/kubernetes}.
 *
 * @param root the folder
 * @param documents every YAML document below it, kustomizations included
 */
record Manifests(Path root, List<Document> documents) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /**
   * One YAML document.
   *
   * @param file where it stands, relative to the root
   * @param body its content
   */
  record Document(Path file, JsonNode body) {

    String kind() {
      return body.path("kind").asText();
    }

    String name() {
      return body.path("metadata").path("name").asText();
    }

    boolean isKustomization() {
      return file.endsWith("kustomization.yaml");
    }

    /** Whether it runs pods. */
    boolean isWorkload() {
      return kind().equals("Deployment") || kind().equals("StatefulSet");
    }

    JsonNode podSpec() {
      return body.path("spec").path("template").path("spec");
    }

    List<JsonNode> containers() {
      return List.copyOf(podSpec().path("containers").valueStream().toList());
    }

    @Override
    public String toString() {
      return file + " (" + kind() + " " + name() + ")";
    }
  }

  Manifests {
    documents = List.copyOf(documents);
  }

  /** Reads them all; the folder is found from where Maven runs the tests. */
  static Manifests read() {
    Path root = Path.of("..", "kubernetes").toAbsolutePath().normalize();
    try (Stream<Path> files = Files.walk(root)) {
      List<Document> documents = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        documents.addAll(documentsOf(root, file));
      }
      return new Manifests(root, documents);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything but kustomizations. */
  List<Document> resources() {
    return documents.stream().filter(d -> !d.isKustomization()).toList();
  }

  List<Document> workloads() {
    return documents.stream().filter(Document::isWorkload).toList();
  }

  List<Document> ofKind(String kind) {
    return resources().stream().filter(d -> d.kind().equals(kind)).toList();
  }

  List<Document> kustomizations() {
    return documents.stream().filter(Document::isKustomization).toList();
  }

  private static List<Document> documentsOf(Path root, Path file) throws IOException {
    List<Document> found = new ArrayList<>();
    try (var parser = YAML.createParser(file.toFile())) {
      for (JsonNode node : YAML.readValues(parser, JsonNode.class).readAll()) {
        found.add(new Document(root.relativize(file), node));
      }
    }
    return found;
  }
}

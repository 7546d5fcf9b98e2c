package dev.tidemark.e2e.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.contract.Topics;
import dev.tidemark.e2e.manifest.Manifests.Document;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must be true of the manifests, checked without a cluster. */
class ManifestsTest {

  private static final List<String> SERVICES =
      List.of("ingest-service", "baseline-service", "scoring-service", "alert-service");

  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/Service", Service.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "apps/v1/Deployment", Deployment.class,
          "apps/v1/StatefulSet", StatefulSet.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

  /** Custom resources, whose schema we do not have: checked by the rules below only. */
  private static final Set<String> CUSTOM =
      Set.of(
          "kafka.strimzi.io/v1/Kafka",
          "kafka.strimzi.io/v1/KafkaNodePool",
          "kafka.strimzi.io/v1/KafkaTopic",
          "postgresql.cnpg.io/v1/Cluster");

  private static final Set<String> OF_EVERY_SERVICE =
      Set.of(
          "JAVA_TOOL_OPTIONS",
          "QUARKUS_HTTP_HOST",
          "QUARKUS_HTTP_PORT",
          "QUARKUS_SHUTDOWN_TIMEOUT");

  private static final Set<String> OF_A_DATABASE =
      Set.of(
          "QUARKUS_DATASOURCE_REACTIVE_URL",
          "QUARKUS_DATASOURCE_JDBC_URL",
          "QUARKUS_DATASOURCE_USERNAME",
          "QUARKUS_DATASOURCE_PASSWORD");

  /** The settings each service needs in production, besides those of every service. */
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "ingest-service",
          Set.of("KAFKA_BOOTSTRAP_SERVERS", "TIDEMARK_API_KEYS", "TIDEMARK_INGEST_INSTANCE"),
          "baseline-service",
          union(
              OF_A_DATABASE,
              "KAFKA_BOOTSTRAP_SERVERS",
              "TIDEMARK_API_KEYS",
              "KAFKA_GROUP_INSTANCE_ID",
              "QUARKUS_GRPC_CLIENTS_SCORING_HOST",
              "QUARKUS_GRPC_CLIENTS_SCORING_PORT"),
          "scoring-service",
          Set.of(),
          "alert-service",
          union(
              OF_A_DATABASE,
              "KAFKA_BOOTSTRAP_SERVERS",
              "TIDEMARK_API_KEYS",
              "TIDEMARK_ALERT_SECRET_KEY",
              "TIDEMARK_ALERT_BASELINE_URL",
              "TIDEMARK_ALERT_PUBLIC_URL",
              "QUARKUS_GRPC_CLIENTS_JOBS_HOST",
              "QUARKUS_GRPC_CLIENTS_JOBS_PORT"));

  private final Manifests manifests = Manifests.read();

  @Test
  void everyFieldExistsInItsType() {
    for (Document document : manifests.resources()) {
      Class<? extends HasMetadata> type = TYPES.get(typeOf(document));
      if (type == null) {
        assertThat(CUSTOM).as("type of %s", document).contains(typeOf(document));
      } else {
        assertThat(TypedModel.unknown(document.body(), type)).as("%s", document).isEmpty();
      }
    }
  }

  @Test
  void theCheckOfFieldsFindsWhatIsWrong() throws Exception {
    // Given
    JsonNode planted =
        new ObjectMapper()
            .readTree(
                """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"},
                 "spec": {"replica": 2, "template": {"spec": {"containers": [{"name": "x",
                   "readinessProbe": {"httpGet": {"pth": "/", "port": "http"}}}]}}}}
                """);

    // When
    List<String> unknown = TypedModel.unknown(planted, Deployment.class);

    // Then
    assertThat(unknown)
        .containsExactly(
            "/spec/replica", "/spec/template/spec/containers/0/readinessProbe/httpGet/pth");
  }

  @Test
  void everyServiceHasItsSixFiles() {
    for (String service : SERVICES) {
      Set<String> kinds =
          manifests.resources().stream()
              .filter(d -> d.file().startsWith(Path.of("base", service)))
              .map(Document::kind)
              .collect(Collectors.toSet());
      boolean stateful = service.startsWith("ingest") || service.startsWith("baseline");
      assertThat(kinds)
          .as(service)
          .containsExactlyInAnyOrder(
              stateful ? "StatefulSet" : "Deployment",
              "Service",
              "ServiceAccount",
              "PodDisruptionBudget",
              "NetworkPolicy");
    }
  }

  @Test
  void everyContainerHasImageProbesLimitsAndALockedDownSecurityContext() {
    assertThat(manifests.workloads()).hasSize(SERVICES.size());
    for (Document workload : manifests.workloads()) {
      JsonNode pod = workload.podSpec();
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).as("%s", workload).isTrue();
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .as("%s", workload)
          .isEqualTo("RuntimeDefault");
      assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
          .as("%s", workload)
          .isFalse();
      assertThat(workload.containers()).as("%s", workload).hasSize(1);
      workload.containers().forEach(container -> checkContainer(workload, container));
    }
  }

  private static void checkContainer(Document workload, JsonNode container) {
    String at = workload + " container " + container.path("name").asText();
    assertThat(container.path("image").asText())
        .as(at)
        .matches("[^:]+:[^:]+")
        .doesNotEndWith(":latest");
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(container.path(probe).at("/httpGet/path").asText())
          .as(at)
          .startsWith("/q/health/");
      assertThat(container.path(probe).at("/httpGet/port").asText()).as(at).isEqualTo("http");
    }
    assertThat(container.at("/readinessProbe/httpGet/path"))
        .as(at)
        .isNotEqualTo(container.at("/livenessProbe/httpGet/path"));
    for (String amount :
        List.of("requests/cpu", "requests/memory", "limits/cpu", "limits/memory")) {
      assertThat(container.at("/resources/" + amount).asText()).as(at + " " + amount).isNotEmpty();
    }
    JsonNode security = container.path("securityContext");
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).as(at).isFalse();
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).as(at).isTrue();
    assertThat(security.path("runAsNonRoot").asBoolean()).as(at).isTrue();
    assertThat(security.at("/capabilities/drop/0").asText()).as(at).isEqualTo("ALL");
    assertThat(container.at("/volumeMounts/0/mountPath").asText()).as(at).isEqualTo("/tmp");
  }

  @Test
  void everyServiceGetsTheSettingsItNeedsAndNoOther() {
    for (Document workload : manifests.workloads()) {
      Set<String> given =
          workload
              .containers()
              .getFirst()
              .path("env")
              .valueStream()
              .map(variable -> variable.path("name").asText())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(given)
          .as("%s", workload)
          .isEqualTo(
              new TreeSet<>(
                  union(
                      NEEDED.getOrDefault(workload.name(), Set.of()),
                      OF_EVERY_SERVICE.toArray(new String[0]))));
    }
  }

  @Test
  void secretsAndConfigurationAreReferencesToWhatExists() {
    // Given
    Set<String> literals = new HashSet<>();
    for (Document kustomization : manifests.kustomizations()) {
      for (JsonNode literal : kustomization.body().at("/configMapGenerator/0/literals")) {
        literals.add(literal.asText().substring(0, literal.asText().indexOf('=')));
      }
    }
    Set<String> secrets =
        Set.of("tidemark-api-keys", "tidemark-alert-secret-key", "tidemark-postgres-app");

    // Then
    assertThat(manifests.ofKind("Secret")).isEmpty();
    for (Document workload : manifests.workloads()) {
      for (JsonNode variable : workload.containers().getFirst().path("env")) {
        JsonNode configuration = variable.at("/valueFrom/configMapKeyRef");
        if (configuration.isObject()) {
          assertThat(configuration.path("name").asText()).isEqualTo("tidemark-config");
          assertThat(literals).as("%s", variable).contains(configuration.path("key").asText());
        }
        JsonNode secret = variable.at("/valueFrom/secretKeyRef");
        if (secret.isObject()) {
          assertThat(secrets).as("%s", variable).contains(secret.path("name").asText());
        } else {
          assertThat(variable.path("name").asText())
              .as("%s must come from a secret", workload)
              .doesNotContainPattern("PASSWORD|SECRET|API_KEYS");
        }
      }
    }
  }

  @Test
  void aPodHasLongerToStopThanItsServiceTakes() {
    for (Document workload : manifests.workloads()) {
      String timeout =
          workload
              .containers()
              .getFirst()
              .path("env")
              .valueStream()
              .filter(v -> v.path("name").asText().equals("QUARKUS_SHUTDOWN_TIMEOUT"))
              .map(v -> v.path("value").asText())
              .findFirst()
              .orElseThrow();
      assertThat(workload.podSpec().path("terminationGracePeriodSeconds").asInt())
          .as("%s", workload)
          .isGreaterThan(Integer.parseInt(timeout.replace("s", "")));
    }
  }

  @Test
  void everythingThatSelectsPodsSelectsThePodsOfOneService() {
    for (String service : SERVICES) {
      for (Document document : manifests.resources()) {
        if (!document.file().startsWith(Path.of("base", service))) {
          continue;
        }
        JsonNode selector =
            switch (document.kind()) {
              case "Service" -> document.body().at("/spec/selector");
              case "NetworkPolicy" -> document.body().at("/spec/podSelector/matchLabels");
              case "ServiceAccount" -> null;
              default -> document.body().at("/spec/selector/matchLabels");
            };
        if (selector != null) {
          assertThat(selector.path("app.kubernetes.io/name").asText())
              .as("%s", document)
              .isEqualTo(service);
        }
        if (document.isWorkload()) {
          JsonNode labels = document.body().at("/spec/template/metadata/labels");
          assertThat(labels.path("app.kubernetes.io/name").asText())
              .as("%s", document)
              .isEqualTo(service);
          assertThat(labels.path("app.kubernetes.io/part-of").asText())
              .as("%s", document)
              .isEqualTo("tidemark");
          assertThat(document.podSpec().path("serviceAccountName").asText()).isEqualTo(service);
        }
      }
    }
  }

  @Test
  void aServiceAddressedByAnotherExistsWithThatPort() {
    for (Document workload : manifests.workloads()) {
      Map<String, String> values = new TreeMap<>();
      for (JsonNode variable : workload.containers().getFirst().path("env")) {
        values.put(variable.path("name").asText(), variable.path("value").asText());
      }
      for (String client : List.of("SCORING", "JOBS")) {
        String host = values.get("QUARKUS_GRPC_CLIENTS_" + client + "_HOST");
        if (host != null) {
          assertThat(portOf(host))
              .isEqualTo(values.get("QUARKUS_GRPC_CLIENTS_" + client + "_PORT"));
        }
      }
      assertThat(portOf(workload.name())).isEqualTo(values.get("QUARKUS_HTTP_PORT"));
    }
  }

  private String portOf(String service) {
    return manifests.ofKind("Service").stream()
        .filter(d -> d.name().equals(service))
        .map(d -> d.body().at("/spec/ports/0/port").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no service " + service));
  }

  @Test
  void topicsEqualTheContract() {
    Map<String, Topics.Spec> declared = new TreeMap<>();
    for (Document topic : manifests.ofKind("KafkaTopic")) {
      Map<String, String> settings =
          topic.body().at("/spec/config").properties().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().asText()));
      assertThat(topic.body().at("/metadata/labels/strimzi.io~1cluster").asText())
          .isEqualTo("tidemark");
      declared.put(
          topic.name(),
          new Topics.Spec(topic.name(), topic.body().at("/spec/partitions").asInt(), settings));
    }

    assertThat(declared.values()).containsExactlyInAnyOrderElementsOf(Topics.ALL);
  }

  @Test
  void everyFileIsListedInAKustomizationAndEveryListedFileExists() throws Exception {
    // Given
    Set<Path> listed = new TreeSet<>();
    for (Document kustomization : manifests.kustomizations()) {
      Path folder = manifests.root().resolve(kustomization.file()).resolveSibling(".").normalize();
      for (String list : List.of("resources", "components", "patches")) {
        for (JsonNode entry : kustomization.body().path(list)) {
          Path target = folder.resolve(entry.asText()).normalize();
          listed.add(Files.isDirectory(target) ? target.resolve("kustomization.yaml") : target);
        }
      }
    }

    // When
    Set<Path> present;
    try (Stream<Path> files = Files.walk(manifests.root())) {
      present =
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    present.removeIf(f -> f.startsWith(manifests.root().resolve("overlays")));

    // Then
    listed.removeIf(f -> f.endsWith("base/kustomization.yaml"));
    present.remove(manifests.root().resolve("base/kustomization.yaml"));
    assertThat(listed).isEqualTo(present);
  }

  @Test
  void namesAreValidAndWorkloadsAreRedundant() {
    for (Document document : manifests.resources()) {
      assertThat(document.name()).as("%s", document).matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
      if (document.isWorkload()) {
        assertThat(document.body().at("/spec/replicas").asInt())
            .as("%s", document)
            .isGreaterThanOrEqualTo(2);
      }
    }
  }

  private static String typeOf(Document document) {
    return document.body().path("apiVersion").asText() + "/" + document.kind();
  }

  private static Set<String> union(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return all;
  }
}

package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkIngester;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkListener;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import com.github.luben.zstd.Zstd;
import dev.tidemark.embedded.BackingServices;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The doors that look like Elasticsearch's, among them with its official Java client. */
@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class ElasticsearchIT {

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @TestHTTPResource URI url = URI.create("http://localhost");

  @Inject Clock clock;

  private LiveJob job = LiveJob.of("");

  @BeforeEach
  void aJob() {
    job = LiveJob.known(servers, "elastic", "");
  }

  @AfterEach
  void noJob() {
    job.close();
  }

  private String event(int number) {
    return "{\"@timestamp\":"
        + clock.millis()
        + ",\"event\":{\"category\":[\"network\"],\"sequence\":"
        + number
        + "},\"source\":{\"ip\":\"192.0.2.1\"},\"network\":{\"bytes\":100}}";
  }

  private static ValidatableResponse post(String path, String body) {
    return ndjson().body(body.getBytes(StandardCharsets.UTF_8)).when().post(path).then();
  }

  private static RequestSpecification ndjson() {
    return given().contentType(ContentType.BINARY).header("Accept", "application/json");
  }

  /** Sees what the client sent and got. */
  private static final class Deliveries implements BulkListener<Integer> {
    private final Queue<BulkRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<BulkResponse> responses = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeBulk(long id, BulkRequest request, List<Integer> contexts) {
      requests.add(request);
    }

    @Override
    public void afterBulk(
        long id, BulkRequest request, List<Integer> contexts, BulkResponse response) {
      responses.add(response);
    }

    @Override
    public void afterBulk(long id, BulkRequest request, List<Integer> contexts, Throwable failure) {
      failures.add(failure);
    }
  }

  @Test
  void theOfficialJavaClientDeliversAndWhatItSendsAgainCountsOnce() throws IOException {
    // Given
    Deliveries deliveries = new Deliveries();
    try (ElasticsearchClient client = ElasticsearchClient.of(config -> config.host(url))) {
      // When
      try (BulkIngester<Integer> ingester =
          BulkIngester.of(
              builder -> builder.client(client).maxOperations(100).listener(deliveries))) {
        for (int i = 0; i < 2_000; i++) {
          add(ingester, i % 500 == 7 ? "{\"message\":\"no time\"}" : event(i));
        }
      }
      for (BulkRequest request : deliveries.requests) {
        assertThat(client.bulk(request).items()).hasSize(100); // as after a time-out
      }
      assertThat(client.info().version().number()).startsWith("9.");
    }
    // Then
    assertThat(deliveries.failures).isEmpty();
    List<BulkResponseItem> refused =
        deliveries.responses.stream()
            .flatMap(response -> response.items().stream())
            .filter(item -> item.status() != 201)
            .toList();
    assertThat(refused).hasSize(4);
    assertThat(refused.getFirst().error().reason()).contains("missing_timestamp");
    assertThat(job.counted()).isEqualTo(1_996);
    assertThat(job.updates())
        .filteredOn(ShardUpdate::hasBatch)
        .hasSize(40)
        .allSatisfy(
            update -> {
              assertThat(update.getBatch().getKeptS()).isEqualTo(900);
              assertThat(update.getBatch().getKey()).matches("local//sha256:[0-9a-f]{64}");
            });
  }

  private static void add(BulkIngester<Integer> ingester, String document) {
    BinaryData data =
        BinaryData.of(document.getBytes(StandardCharsets.UTF_8), ContentType.JSON.toString());
    ingester.add(
        operation ->
            operation.create(create -> create.index("logs-network-default").document(data)));
  }

  @Test
  void itemsAreAnsweredOneByOne() {
    post(
            "/flows/_bulk",
            "{\"create\":{\"_id\":\"1\"}}\n"
                + event(1)
                + "\n{\"index\":{\"_index\":\"own\"}}\n{}\n"
                + "{\"delete\":{\"_id\":\"2\"}}\n{\"update\":{\"_id\":\"3\"}}\n{\"doc\":{}}\n"
                + "{\"create\":{}}\n"
                + event(2)
                + "\n")
        .statusCode(200)
        .header("X-Elastic-Product", "Elasticsearch")
        .body("errors", equalTo(true), "items", hasSize(5))
        .body("items[0].create._index", equalTo("flows"), "items[0].create._id", equalTo("1"))
        .body("items[0].create.status", equalTo(201), "items[1].index.status", equalTo(400))
        .body("items[1].index._index", equalTo("own"))
        .body("items[1].index.error.reason", containsString("no @timestamp"))
        .body("items[2].delete.status", equalTo(400), "items[3].update.status", equalTo(400))
        .body("items[4].create.result", equalTo("created"));
    assertThat(job.counted()).isEqualTo(2);
    post(
            "/_bulk/?filter_path=errors,items.*.error&refresh=wait_for&timeout=60s",
            "{\"create\":{}}\n" + event(3) + "\n")
        .statusCode(200)
        .body(equalTo("{\"errors\":false}"));
  }

  @Test
  void aBrokenBulkRequestCountsNothing() {
    String good = "{\"create\":{}}\n" + event(1) + "\n";
    for (String bad : List.of("nonsense\n", "{\"create\":{}}\n", "{\"make\":{}}\n{}\n")) {
      post("/_bulk", good + bad)
          .statusCode(400)
          .header("X-Elastic-Product", "Elasticsearch")
          .body("status", equalTo(400), "error.type", equalTo("illegal_argument_exception"))
          .body("error.reason", containsString("line [3]"))
          .body("error.root_cause[0].reason", containsString("line [3]"));
    }
    post("/_bulk", "\n").statusCode(400).body("error.reason", containsString("body is required"));
    post("/_bulk?unheard=1", good).statusCode(400);
    post("/_bulk?job=nobody", good).statusCode(404).body("status", equalTo(404));
    assertThat(job.counted()).isZero();
  }

  @Test
  void bodiesMayBeCompressed() throws IOException {
    byte[] body = ("{\"index\":{}}\n" + event(1) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(gzipped)) {
      gzip.write(body);
    }
    for (byte[] compressed : List.of(gzipped.toByteArray(), Zstd.compress(body), body)) {
      ndjson().body(compressed).when().post("/_bulk").then().body("errors", equalTo(false));
    }
    assertThat(job.counted()).as("one body, however it is compressed").isEqualTo(1);
    ndjson()
        .header("Content-Encoding", "zstd")
        .body(Zstd.compress((event(2) + "\n" + event(3)).getBytes(StandardCharsets.UTF_8)))
        .when()
        .post("/api/v1/events")
        .then()
        .statusCode(202)
        .body("accepted", equalTo(2));
    ndjson()
        .header("Content-Encoding", "snappy")
        .body(body)
        .when()
        .post("/_bulk")
        .then()
        .statusCode(415)
        .body("error.type", equalTo("media_type_header_exception"));
    byte[] whole = Zstd.compress(body);
    byte[] cut = Arrays.copyOf(whole, whole.length - 3);
    ndjson().body(cut).when().post("/_bulk").then().statusCode(400);
  }

  @Test
  void singleDocumentsAreTaken() {
    post("/flows/_doc", event(1)).statusCode(201).body("result", equalTo("created"));
    post("/flows/_doc/7", event(2)).statusCode(201).body("_id", equalTo("7"));
    String once = event(3);
    for (int i = 0; i < 2; i++) {
      ndjson()
          .body(once.getBytes(StandardCharsets.UTF_8))
          .when()
          .put("/flows/_create/8")
          .then()
          .statusCode(201);
    }
    assertThat(job.counted()).isEqualTo(3);
    post("/flows/_doc", "{}").statusCode(400).body("error.reason", containsString("@timestamp"));
    post("/flows/_doc", event(4) + event(5)).statusCode(400);
    post("/flows/_doc", "").statusCode(400);
    assertThat(job.counted()).isEqualTo(3);
  }

  @Test
  void aKeyOfItsOwnIsKeptForADay() {
    ndjson()
        .header("Idempotency-Key", "mine")
        .body(("{\"index\":{}}\n" + event(1) + "\n").getBytes(StandardCharsets.UTF_8))
        .when()
        .post("/_bulk")
        .then()
        .statusCode(200);
    assertThat(job.updates())
        .filteredOn(ShardUpdate::hasBatch)
        .singleElement()
        .satisfies(
            update -> {
              assertThat(update.getBatch().getKey()).isEqualTo("local//mine");
              assertThat(update.getBatch().getKeptS()).isZero();
            });
  }

  @Test
  void theServicesOwnPagesAreStillThere() {
    given().when().get("/q/health/ready").then().statusCode(200);
    given().when().get("/q/openapi").then().statusCode(200).body(containsString("postBulk"));
    given()
        .when()
        .get("/api/v1/nothing")
        .then()
        .statusCode(404)
        .body("title", equalTo("Not found"));
    given().when().put("/api/v1/events").then().statusCode(405);
    post("/es/_bulk", "{\"index\":{}}\n" + event(1) + "\n").statusCode(200);
    post("/es/flows/_bulk", "{\"index\":{}}\n" + event(2) + "\n").statusCode(200);
  }
}

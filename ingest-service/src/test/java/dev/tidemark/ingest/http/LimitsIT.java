package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hostile and careless senders can do: get an answer that names the limit, and no more. */
@QuarkusTest
@TestProfile(LimitsIT.Small.class)
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class LimitsIT {

  /** Small limits; the keys are "test" and "other". */
  public static final class Small implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tidemark.api-keys",
          "test:ingest:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,"
              + "other:ingest:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa",
          "tidemark.ingest.limits.max-requests-per-key",
          "3",
          "tidemark.ingest.limits.max-events-per-second",
          "1000",
          "tidemark.ingest.limits.rate-burst",
          "1s",
          "tidemark.ingest.limits.body-idle",
          "1s",
          "tidemark.ingest.limits.max-bulk-items",
          "10");
    }
  }

  private static final String EVENTS = "/api/v1/events";
  private static final String TEST = "Bearer test";
  private static final String OTHER = "Bearer other";
  private static final long MEGABYTE = 1_048_576;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @TestHTTPResource URI url = URI.create("http://localhost");

  @Inject Clock clock;
  @Inject Quotas quotas;

  private LiveJob job = LiveJob.of("");

  @BeforeEach
  void aJob() {
    job = LiveJob.known(servers, "limited", OTHER);
  }

  @AfterEach
  void noJob() {
    job.close();
    await().atMost(LiveJob.PATIENCE).untilAsserted(() -> assertThat(quotas.reading()).isZero());
    assertThat(quotas.held()).isZero();
  }

  private String event() {
    return "{\"@timestamp\":" + clock.millis() + ",\"event.category\":\"network\"}\n";
  }

  private static Response post(String key, String path, byte[] body) {
    return given()
        .header("Authorization", key)
        .contentType(ContentType.BINARY)
        .body(body)
        .when()
        .post(path);
  }

  private Response post(String key, String path, String body) {
    return post(key, path, body.getBytes(StandardCharsets.UTF_8));
  }

  private Socket connect() throws IOException {
    return new Socket(url.getHost(), url.getPort());
  }

  private static void head(Socket socket, String path, long length) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("POST "
                    + path
                    + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
                    + TEST
                    + "\r\nContent-Length: "
                    + length
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static String answer(Socket socket) throws IOException {
    socket.setSoTimeout((int) LiveJob.PATIENCE.toMillis());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    InputStream in = socket.getInputStream();
    while (!all.toString(StandardCharsets.UTF_8).endsWith("}")) {
      int read = in.read(buffer);
      if (read < 0) {
        break;
      }
      all.write(buffer, 0, read);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static void healthIsGreen() {
    given().when().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void aSlowClientIsEndedAndWhatItBroughtCounts() throws IOException {
    try (Socket socket = connect()) {
      // When
      head(socket, EVENTS, 10_000);
      socket.getOutputStream().write(event().getBytes(StandardCharsets.UTF_8));
      // Then
      assertThat(answer(socket))
          .startsWith("HTTP/1.1 408")
          .contains("tidemark.ingest.limits.body-idle", "\"accepted\":1");
      assertThat(socket.getInputStream().read()).as("the connection is closed").isEqualTo(-1);
    }
    assertThat(job.counted()).isEqualTo(1);
    healthIsGreen();
  }

  @Test
  void aKeyHasItsPlacesAndLeavesThoseOfOthers() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        Socket socket = connect();
        sockets.add(socket);
        head(socket, "/_bulk", 10_000);
      }
      await()
          .atMost(LiveJob.PATIENCE)
          .untilAsserted(() -> assertThat(quotas.reading()).isEqualTo(3));
      post(TEST, EVENTS, event())
          .then()
          .statusCode(429)
          .header("Retry-After", equalTo("1"))
          .body("setting", equalTo("tidemark.ingest.limits.max-requests-per-key"))
          .body("type", equalTo("tag:tidemark.dev,2026:too-many-requests"));
      post(TEST, "/_bulk", "{\"index\":{}}\n" + event())
          .then()
          .statusCode(429)
          .body("error.type", equalTo("es_rejected_execution_exception"));
      post(OTHER, EVENTS, event()).then().statusCode(202);
      assertThat(answer(sockets.getFirst())).startsWith("HTTP/1.1 408");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void aFloodOverTheRateIsHeldOffAndTheOthersAreNot() {
    // Given
    long before = heapAfterCollection();
    String body = event().repeat(500);
    int refused = 0;
    long accepted = 0;
    // When
    for (int i = 0; i < 200; i++) {
      Response response = post(TEST, EVENTS, body);
      if (response.statusCode() == 429) {
        refused++;
        assertThat(Integer.parseInt(response.header("Retry-After"))).isPositive();
        assertThat(response.<String>path("setting")).endsWith("max-events-per-second");
      } else {
        assertThat(response.statusCode()).isEqualTo(202);
        accepted += 500;
      }
    }
    // Then
    assertThat(refused).isGreaterThan(100);
    assertThat(accepted).isGreaterThanOrEqualTo(1000);
    assertThat(job.counted()).isEqualTo(accepted);
    post(OTHER, EVENTS, event()).then().statusCode(202);
    healthIsGreen();
    given()
        .when()
        .get("/q/metrics")
        .then()
        .body(containsString("tidemark_ingest_refused_total{reason=\"event_rate\"} " + refused));
    assertThat(heapAfterCollection() - before).isLessThan(50 * MEGABYTE);
    // The next test's requests must find the account even.
    await()
        .atMost(LiveJob.PATIENCE)
        .untilAsserted(() -> post(TEST, EVENTS, event()).then().statusCode(202));
  }

  @Test
  void aThousandIdleConnectionsAreNothing() throws IOException {
    long before = heapAfterCollection();
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        Socket socket = connect();
        idle.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write("POST /_bulk HT".getBytes(StandardCharsets.US_ASCII));
        }
      }
      healthIsGreen();
      post(OTHER, EVENTS, event()).then().statusCode(202);
      assertThat(heapAfterCollection() - before).isLessThan(100 * MEGABYTE);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
    healthIsGreen();
  }

  @Test
  void aBombOfTenGigabytesGoesOffInASmallRoom() throws IOException {
    // Given: a member of 10 MiB of newlines, a thousand times
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    byte[] filler = "\n".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      for (int i = 0; i < 10; i++) {
        gzip.write(filler);
      }
    }
    byte[] member = compressed.toByteArray();
    long before = heapAfterCollection();
    for (String path : List.of(EVENTS, "/_bulk")) {
      try (Socket socket = connect()) {
        // When
        head(socket, path, member.length * 1024L);
        Thread sender = Thread.ofVirtual().start(() -> repeat(socket, member, 1024));
        healthIsGreen();
        post(OTHER, EVENTS, event()).then().statusCode(202);
        // Then
        assertThat(answer(socket))
            .startsWith("HTTP/1.1 413")
            .contains("tidemark.ingest.limits.max-body-bytes");
        assertThat(heapAfterCollection() - before).isLessThan(100 * MEGABYTE);
        sender.interrupt();
      }
      healthIsGreen();
    }
  }

  private static void repeat(Socket socket, byte[] member, int times) {
    try {
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(member);
      }
    } catch (SocketException closed) {
      // It was answered before it was sent.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBulkRequestOfTooManyDocumentsIsRefusedWhole() {
    String item = "{\"index\":{}}\n" + event();
    post(OTHER, "/_bulk", item.repeat(10)).then().statusCode(200).body("items", hasSize(10));
    post(OTHER, "/_bulk", item.repeat(11))
        .then()
        .statusCode(413)
        .body("error.reason", containsString("tidemark.ingest.limits.max-bulk-items"));
    assertThat(job.counted()).isEqualTo(10);
  }
}

package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand damaged requests over real connections, the same ones each time but for the
 * events' time: each gets an answer that is no 5xx, and nothing is left of them afterwards. About a
 * minute of two cores; {@code -Dfuzz.requests} takes another number.
 */
@QuarkusTest
@TestProfile(FuzzIT.Quick.class)
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class FuzzIT {

  /** Answers as soon as it may. */
  public static final class Quick implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tidemark.ingest.batch.max-delay",
          "20ms",
          "tidemark.ingest.limits.body-idle",
          "2s",
          "tidemark.ingest.limits.max-requests-per-key",
          "0");
    }
  }

  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 100_000);
  private static final int CONNECTIONS = 200; // answers wait for a commit that many share
  private static final int KAFKA_AWAY = 503;
  private static final long MEGABYTE = 1_048_576;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @TestHTTPResource URI url = URI.create("http://localhost");

  @Inject Clock clock;
  @Inject Quotas quotas;

  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @Test
  void damagedRequestsAreAnsweredAndLeaveNothingBehind() throws Exception {
    try (LiveJob job = LiveJob.known(servers, "fuzzed", "")) {
      // Given
      run(0, 2_000); // what is made once is made now
      long before = heapAfterCollection();
      // When
      run(2_000, REQUESTS);
      // Then
      assertThat(faults).isEmpty();
      assertThat(statuses.keySet()).contains(200, 202, 201, 400, 404, 415);
      await().atMost(LiveJob.PATIENCE).untilAsserted(() -> assertThat(quotas.reading()).isZero());
      assertThat(quotas.held()).isZero();
      assertThat(heapAfterCollection() - before).isLessThan(50 * MEGABYTE);
      given().when().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
      assertThat(job.counted()).isPositive();
    }
  }

  private void run(int from, int to) throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    for (int connection = 0; connection < CONNECTIONS; connection++) {
      int first = from + connection;
      senders.add(Thread.ofVirtual().start(() -> send(first, to)));
    }
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private void send(int from, int to) {
    DamagedRequests requests = new DamagedRequests(clock.millis());
    try (FuzzConnection connection = new FuzzConnection(url.getHost(), url.getPort())) {
      for (int seed = from; seed < to; seed += CONNECTIONS) {
        DamagedRequests.Request request = requests.request(seed);
        try {
          int status = connection.exchange(request);
          if (status == KAFKA_AWAY) {
            awaitReady();
            status = connection.exchange(request);
          }
          statuses.computeIfAbsent(status, any -> new LongAdder()).increment();
          if (status >= 500 || (status == FuzzConnection.NONE && request.isWellFramed())) {
            faults.add("seed " + seed + ": status " + status);
          }
        } catch (IOException e) {
          faults.add("seed " + seed + ": " + e);
          connection.disconnect();
        }
      }
    }
  }

  /**
   * The broker shares this machine's two cores with two hundred senders: now and then it does not
   * confirm a commit in time. Then 503 is right, and a client sends again.
   */
  private static synchronized void awaitReady() {
    await()
        .atMost(LiveJob.PATIENCE)
        .until(() -> given().when().get("/q/health/ready").statusCode() == 200);
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

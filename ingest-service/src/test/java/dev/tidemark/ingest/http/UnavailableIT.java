package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service started while there is no Kafka at all. */
@QuarkusTest
@TestProfile(UnavailableIT.NoKafka.class)
class UnavailableIT {

  /** Nobody listens there. */
  public static final class NoKafka implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("kafka.bootstrap.servers", "127.0.0.1:1");
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  @Test
  void requestsAreToldToComeAgain() {
    for (String path : new String[] {"/api/v1/events", "/api/v1/heartbeats"}) {
      given()
          .when()
          .post(path)
          .then()
          .statusCode(503)
          .header("Retry-After", equalTo("1"))
          .contentType("application/problem+json")
          .body("type", equalTo("tag:tidemark.dev,2026:unavailable"));
    }
  }

  @Test
  void clientsOfElasticsearchAreToldToComeAgain() {
    given()
        .body("{\"index\":{}}\n{}\n")
        .when()
        .post("/_bulk")
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("1"))
        .header("X-Elastic-Product", "Elasticsearch")
        .body("status", equalTo(503));
    given().when().get("/_cluster/health").then().statusCode(200).body("status", equalTo("red"));
  }

  @Test
  void readinessSaysWhyAndLivenessStays() {
    given()
        .when()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body(containsString("tidemark.jobs"));
    given().when().get("/q/health/live").then().statusCode(200);
  }
}

package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(KeysIT.Keys.class)
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class KeysIT {

  /** The SHA-256 of "test" and "read". */
  public static final class Keys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tidemark.api-keys",
          "shipper:ingest:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,"
              + "viewer:read:3316348dbadfb7b11c7c2ea235949419e23f9fa898ad2c198f999617912a9925");
    }
  }

  private static final String HEARTBEATS = "/api/v1/heartbeats";

  @Test
  void everyRequestNeedsAKeyWithTheScopeIngest() {
    given()
        .when()
        .post(HEARTBEATS)
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json")
        .body("type", equalTo("tag:tidemark.dev,2026:unauthenticated"));
    given()
        .header("Authorization", "Bearer wrong")
        .body("{\"@timestamp\":1}")
        .when()
        .post("/api/v1/events")
        .then()
        .statusCode(401);
    given()
        .header("X-API-Key", "read")
        .when()
        .post(HEARTBEATS)
        .then()
        .statusCode(403)
        .body("detail", containsString("viewer"));
    // A key that is known gets as far as the body.
    given()
        .header("Authorization", "Bearer test")
        .body("{\"no\":1}")
        .when()
        .post(HEARTBEATS + "?unknown=1")
        .then()
        .statusCode(400);
    given().header("X-API-Key", "test").when().post(HEARTBEATS + "?x=1").then().statusCode(400);
  }

  @Test
  void clientsOfElasticsearchSendTheKeyTheirWay() {
    for (String encoded : new String[] {"id:test", "shipper:test"}) {
      String base64 = Base64.getEncoder().encodeToString(encoded.getBytes(StandardCharsets.UTF_8));
      for (String scheme : new String[] {"ApiKey ", "Basic ", "apikey "}) {
        given().header("Authorization", scheme + base64).when().get("/").then().statusCode(200);
      }
    }
    given().header("Authorization", "ApiKey test").when().get("/").then().statusCode(200);
    given()
        .header("Authorization", "ApiKey wrong")
        .when()
        .get("/")
        .then()
        .statusCode(401)
        .header("X-Elastic-Product", "Elasticsearch")
        .header("WWW-Authenticate", containsString("ApiKey"))
        .body("error.type", equalTo("security_exception"), "status", equalTo(401));
    given().header("Authorization", "Bearer read").when().get("/").then().statusCode(403);
    given().body("{}").when().post("/_bulk").then().statusCode(401);
  }

  @Test
  void healthAndMetricsStayOpen() {
    given().when().get("/q/health/live").then().statusCode(200);
    given().when().get("/q/metrics").then().statusCode(200);
  }
}

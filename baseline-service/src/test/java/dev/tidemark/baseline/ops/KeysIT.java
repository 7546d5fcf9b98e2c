package dev.tidemark.baseline.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(KeysIT.WithKeys.class)
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class KeysIT {

  /** One key that reads, one that may do anything; their texts are "reader" and "admin". */
  public static final class WithKeys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tidemark.api-keys",
          "viewer:read:3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30,"
              + "root:admin:8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918");
    }
  }

  @Test
  void aDoorOpensOnlyForAKeyWithItsScope() {
    given()
        .get("/api/v1/jobs")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType(containsString("application/problem+json"))
        .body("type", equalTo("tag:tidemark.dev,2026:unauthenticated"));
    given().header("Authorization", "Bearer wrong").get("/api/v1/jobs").then().statusCode(401);
    given().header("Authorization", "Bearer reader").get("/api/v1/jobs").then().statusCode(200);
    given().header("X-API-Key", "reader").get("/api/v1/jobs").then().statusCode(200);
    given()
        .header("X-API-Key", "reader")
        .post("/api/v1/jobs/high_count_network_events/open")
        .then()
        .statusCode(403)
        .body("detail", containsString("operate"));
    given().header("X-API-Key", "admin").post("/api/v1/jobs/nobody/open").then().statusCode(404);
    given().get("/q/health/live").then().statusCode(200);
  }
}

package dev.tidemark.baseline.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class OperationsIT {

  @Test
  void healthSaysWhatItLookedAt() {
    given().get("/q/health/live").then().statusCode(200);
    given()
        .get("/q/health/ready")
        .then()
        .body("checks.name", hasItem("Kafka topics"))
        .body("checks.name", hasItem("Outbox"))
        .body("checks.find { it.name == 'Kafka topics' }.status", equalTo("UP"))
        .body("checks.find { it.name == 'Outbox' }.status", equalTo("UP"));
  }

  @Test
  void metricsAndTheDescriptionOfTheDoorsAreThere() {
    given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("tidemark_outbox_published"));
    given()
        .accept("application/json")
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("paths", hasKey("/api/v1/jobs/{id}/backfills/{backfill}/counts"));
  }
}

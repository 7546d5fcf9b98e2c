package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of Elasticsearch ask before they send. */
@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class HandshakeIT {

  @ParameterizedTest
  @CsvSource({
    "GET,/,200,8.19.0",
    "HEAD,/,200,",
    "GET,/es,200,8.19.0",
    "GET,/es/,200,8.19.0",
    "GET,/_license?human=false,200,basic",
    "GET,/_xpack,200,features",
    "GET,/_cluster/health,200,green",
    "GET,/es/_cluster/health,200,green",
    "GET,/_cat/health,200,green",
    "GET,/_nodes/http,200,publish_address",
    "GET,/_nodes/_all/http,200,publish_address",
    "HEAD,/_index_template/filebeat-8.19.0,404,",
    "GET,/_index_template/filebeat-8.19.0,404,resource_not_found",
    "PUT,/_index_template/filebeat-8.19.0,200,acknowledged",
    "PUT,/_component_template/x,200,acknowledged",
    "GET,/_ilm/policy/filebeat,404,resource_not_found",
    "PUT,/_ilm/policy/filebeat,200,acknowledged",
    "GET,/_ingest/pipeline/p,404,resource_not_found",
    "PUT,/_ingest/pipeline/p,200,acknowledged",
    "GET,/_data_stream/filebeat,404,resource_not_found",
    "PUT,/_data_stream/filebeat,200,acknowledged",
    "HEAD,/_alias/logstash,404,",
    "HEAD,/logstash,404,",
    "PUT,/%3Clogstash-%7Bnow%2Fd%7D-000001%3E,200,acknowledged",
    "PUT,/es/logs,200,acknowledged",
    "POST,/_search,404,stores no documents",
    "GET,/flows/_search,404,stores no documents",
    "DELETE,/_index_template/x,404,resource_not_found"
  })
  void theHandshakeIsAnswered(String method, String path, int status, @Nullable String holds) {
    ValidatableResponse answer =
        given()
            .urlEncodingEnabled(false)
            .when()
            .request(method, path)
            .then()
            .statusCode(status)
            .header("X-Elastic-Product", "Elasticsearch");
    if (holds != null) {
      answer.body(containsString(holds));
    }
  }

  @Test
  void anAgentIsToldItsOwnVersion() {
    given()
        .header("User-Agent", "Elastic-Filebeat/9.2.4 (linux; amd64; abc; 2026-01-01)")
        .when()
        .get("/")
        .then()
        .body("version.number", equalTo("9.2.4"), "tagline", equalTo("You Know, for Search"));
    assertThat(EsHandshake.version("logstash/8.13.0 (OS=Linux) logstash-output-elasticsearch/11"))
        .isEqualTo("8.13.0");
    assertThat(EsHandshake.version("curl/8.1.2")).isEqualTo("8.19.0");
    assertThat(EsHandshake.version("Elastic-Filebeat/7.17.0 (linux)")).isEqualTo("8.19.0");
    assertThat(EsHandshake.version(null)).isEqualTo("8.19.0");
  }
}

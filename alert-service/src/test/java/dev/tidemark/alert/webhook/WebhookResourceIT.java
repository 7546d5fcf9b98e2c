package dev.tidemark.alert.webhook;

import static dev.tidemark.alert.webhook.Receiver.status;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class WebhookResourceIT {

  private static final String WEBHOOKS = "/api/v1/webhooks";

  @Inject Notifications database;
  @Inject FakeNames names;

  private final Receiver receiver = new Receiver();

  @Test
  void theSecretIsShownAtCreationAndNeverAgain() {
    // When
    ValidatableResponse answer =
        post(Map.of("name", "siem", "url", receiver.url(), "rules", List.of("b", "a")))
            .statusCode(201)
            .header("Location", containsString("/api/v1/webhooks/wh_"))
            .body("secret", startsWith("whsec_"))
            .body("enabled", is(true))
            .body("created_by", equalTo("local"));
    // Then
    String id = answer.extract().path("id");
    String secret = answer.extract().path("secret");
    given()
        .get(WEBHOOKS + "/" + id)
        .then()
        .statusCode(200)
        .body("name", equalTo("siem"))
        .body("url", equalTo(receiver.url()))
        .body("rules", equalTo(List.of("a", "b")))
        .body("min_severity", nullValue())
        .body("$", not(hasItem("secret")));
    String list = given().get(WEBHOOKS).then().statusCode(200).extract().asString();
    assertThat(list).contains(id).doesNotContain(secret).doesNotContain("whsec_");
    assertThat(database.read("SELECT secret FROM webhook WHERE id = $1", id))
        .startsWith("aes-gcm:")
        .doesNotContain(secret);
    given().delete(WEBHOOKS + "/" + id).then().statusCode(204);
    given().get(WEBHOOKS + "/" + id).then().statusCode(404);
  }

  @Test
  void aTestNotificationIsSentAtOnceAndItsOutcomeIsTheAnswer() {
    // Given
    receiver.answers(status(200).withBody("hello"), status(500));
    String id = create(receiver.url());
    // When, Then
    given()
        .post(WEBHOOKS + "/" + id + "/test")
        .then()
        .statusCode(200)
        .body("delivered", is(true))
        .body("status_code", is(200))
        .body("response", equalTo("hello"));
    assertThat(receiver.requests().getFirst().getBodyAsString()).contains("webhook.test");
    given()
        .post(WEBHOOKS + "/" + id + "/test")
        .then()
        .statusCode(200)
        .body("delivered", is(false))
        .body("status_code", is(500));
    given().delete(WEBHOOKS + "/" + id).then().statusCode(204);
  }

  @Test
  void nothingListensAtTheTargetAndTheOutcomeSaysSo() {
    String id = create("http://127.0.0.1:1/");
    given()
        .post(WEBHOOKS + "/" + id + "/test")
        .then()
        .statusCode(200)
        .body("delivered", is(false))
        .body("status_code", nullValue())
        .body("error", startsWith("no connection: "));
    given().delete(WEBHOOKS + "/" + id).then().statusCode(204);
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.1/, TIDEMARK_ALERT_WEBHOOK_ALLOW_PRIVATE",
    "http://[fd00::1]/, TIDEMARK_ALERT_WEBHOOK_ALLOW_PRIVATE",
    "http://[::ffff:192.168.0.1]/, TIDEMARK_ALERT_WEBHOOK_ALLOW_PRIVATE",
    "http://inner.test/, TIDEMARK_ALERT_WEBHOOK_ALLOW_PRIVATE",
    "http://169.254.169.254/latest/meta-data, never allowed",
    "http://0.0.0.0/, never allowed",
  })
  void aTargetInsideIsRefusedAndTheErrorNamesTheSetting(String url, String expected) {
    names.point("inner.test", "172.16.0.1");
    post(Map.of("name", "inside", "url", url))
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("tag:tidemark.dev,2026:webhook-target-refused"))
        .body("pointer", equalTo("/url"))
        .body("detail", containsString(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"url\":\"http://127.0.0.1/\"} | /name",
        "{\"name\":\"a\"} | /url",
        "{\"name\":\"a\",\"url\":\"ftp://127.0.0.1/\"} | /url",
        "{\"name\":\"a\",\"url\":\"http://no.such.host.invalid/\"} | /url",
        "{\"name\":\"a\",\"url\":\"http://127.0.0.1/\",\"secret\":\"hunter2\"} | /secret",
        "{\"name\":\"a\",\"url\":\"http://127.0.0.1/\",\"min_severity\":\"severe\"} | /min_severity",
        "{\"name\":\"a\",\"url\":\"http://127.0.0.1/\",\"rules\":[\"\"]} | /rules",
      })
  void anInvalidWebhookIsRefusedNamingTheMember(String body, String pointer) {
    given()
        .contentType("application/json")
        .body(body)
        .post(WEBHOOKS)
        .then()
        .statusCode(400)
        .body("type", equalTo("tag:tidemark.dev,2026:invalid-webhook"))
        .body("pointer", equalTo(pointer))
        .body("detail", not(containsString("hunter2")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "cursor=%2A", "colour=red"})
  void aBadParameterIsRefusedNamingIt(String query) {
    given()
        .urlEncodingEnabled(false)
        .get(WEBHOOKS + "?" + query)
        .then()
        .statusCode(400)
        .body("detail", containsString(query.substring(0, query.indexOf('='))));
  }

  @Test
  void anUnknownMemberIsRefusedNamingIt() {
    post(Map.of("name", "a", "url", receiver.url(), "colour", "red"))
        .statusCode(400)
        .body(containsString("colour"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"x\""})
  void aBodyThatIsNoWebhookIsRefused(String body) {
    given()
        .contentType("application/json")
        .body(body)
        .post(WEBHOOKS)
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void unknownWebhooksAreNotFound() {
    for (String path : List.of("/wh_x", "/wh_x/deliveries")) {
      given().get(WEBHOOKS + path).then().statusCode(404).body("detail", containsString("wh_x"));
    }
    given().delete(WEBHOOKS + "/wh_x").then().statusCode(404);
    given().post(WEBHOOKS + "/wh_x/test").then().statusCode(404);
  }

  @Test
  void aListIsReadPageByPage() {
    // Given
    List<String> ids = List.of(create(receiver.url()), create(receiver.url()));
    // When
    List<String> read = new CopyOnWriteArrayList<>();
    String cursor = "";
    do {
      var page = given().get(WEBHOOKS + "?limit=1" + cursor).then().statusCode(200).extract();
      read.addAll(page.path("webhooks.id"));
      cursor = page.path("next_cursor") == null ? "" : "&cursor=" + page.path("next_cursor");
    } while (!cursor.isEmpty());
    // Then
    assertThat(read).containsAll(ids).doesNotHaveDuplicates();
    ids.forEach(id -> given().delete(WEBHOOKS + "/" + id).then().statusCode(204));
  }

  @Test
  void secretsAreNotLogged() {
    // Given
    String secret = "whsec_TG9vayBhdCB3aGF0IEkgaGlkZSBpbiBoZXJlIQ==";
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler handler = recorder(logged);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      // When
      receiver.answers(status(422));
      String id =
          post(Map.of("name", "quiet", "url", receiver.url(), "secret", secret))
              .statusCode(201)
              .extract()
              .path("id");
      given().post(WEBHOOKS + "/" + id + "/test").then().statusCode(200);
      post(Map.of("name", "quiet", "url", receiver.url(), "secret", secret + "*")).statusCode(400);
      given().delete(WEBHOOKS + "/" + id).then().statusCode(204);
    } finally {
      root.removeHandler(handler);
    }
    // Then
    assertThat(logged).noneMatch(line -> line.contains("TG9vayBhdCB3aGF0"));
  }

  private static Handler recorder(List<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        logged.add(
            record.getMessage() + Arrays.toString(record.getParameters()) + record.getThrown());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static ValidatableResponse post(Map<String, ?> body) {
    return given().contentType("application/json").body(body).post(WEBHOOKS).then();
  }

  private static String create(String url) {
    return post(Map.of("name", "test", "url", url)).statusCode(201).extract().path("id");
  }
}

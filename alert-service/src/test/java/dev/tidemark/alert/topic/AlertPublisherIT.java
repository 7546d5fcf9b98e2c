package dev.tidemark.alert.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.alert.webhook.Notifications;
import dev.tidemark.contract.Topics;
import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class AlertPublisherIT {

  @Inject
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @Inject Notifications notifications;

  private final String alert = Notifications.newAlert();
  private final List<ConsumerRecord<String, String>> read = new ArrayList<>();
  private KafkaConsumer<String, String> consumer;

  @BeforeEach
  void subscribe() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka,
            "group.id",
            UUID.randomUUID().toString(),
            "auto.offset.reset",
            "earliest");
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(Topics.ALERTS));
  }

  @AfterEach
  void close() {
    consumer.close();
  }

  @Test
  void everyNotificationIsPublishedInOrderAsACloudEvent() {
    // When
    notifications.commit(alert, 1, "opened");
    notifications.commit(alert, 2, "severity_rose");
    notifications.commit(alert, 3, "status_changed");
    notifications.commit(alert, 4, "recovered");
    // Then
    List<JsonPath> events = awaitEvents(4).stream().map(r -> new JsonPath(r.value())).toList();
    assertThat(events.stream().map(e -> e.getString("type")))
        .containsExactly(
            "dev.tidemark.alert.opened",
            "dev.tidemark.alert.updated",
            "dev.tidemark.alert.status_changed",
            "dev.tidemark.alert.recovered");
    JsonPath first = events.getFirst();
    assertThat(first.getString("specversion")).isEqualTo("1.0");
    assertThat(first.getString("source")).isEqualTo("urn:tidemark:alert-service");
    assertThat(first.getString("subject")).isEqualTo(alert);
    assertThat(first.getString("datacontenttype")).isEqualTo("application/json");
    assertThat(first.getString("data.id")).isEqualTo(alert);
    assertThat(Instant.parse(first.getString("time"))).isAfter(Instant.EPOCH);
    assertThat(
            new String(
                read.getFirst().headers().lastHeader("content-type").value(),
                StandardCharsets.UTF_8))
        .startsWith("application/cloudevents+json");
  }

  @Test
  void historyIsPublishedAndMarked() {
    notifications.commit(alert, "any", 1, "opened", "history");
    assertThat(new JsonPath(awaitEvents(1).getFirst().value()).getString("origin"))
        .isEqualTo("history");
  }

  @Test
  void whatIsPublishedTwiceHasTheSameId() {
    // Given
    long id = notifications.commit(alert, 1, "opened");
    awaitEvents(1);
    // When
    notifications.execute("UPDATE notification SET published_at = NULL WHERE id = $1", id);
    // Then
    assertThat(awaitEvents(2).stream().map(r -> new JsonPath(r.value()).getString("id")).distinct())
        .hasSize(1);
  }

  private List<ConsumerRecord<String, String>> awaitEvents(int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              consumer.poll(Duration.ofMillis(100)).forEach(this::keep);
              assertThat(read).hasSize(count);
            });
    return read;
  }

  private void keep(ConsumerRecord<String, String> record) {
    if (alert.equals(record.key())) {
      read.add(record);
    }
  }
}

package dev.tidemark.baseline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.baseline.store.OutboxWakeup;
import dev.tidemark.contract.Topics;
import dev.tidemark.embedded.BackingServices;
import dev.tidemark.embedded.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class OutboxIT {

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @Inject Pool pool;
  @Inject OutboxWakeup wakeup;

  @Inject
  @Identifier("default-kafka-broker")
  Map<String, Object> broker;

  @Test
  void moreThanABatchLeavesInOrderAndTheTableIsEmptyAfterwards() throws Throwable {
    // Given
    String run = UUID.randomUUID().toString();
    int messages = OutboxPublisher.BATCH * 2 + 7;
    // When
    execute(
        "INSERT INTO outbox (topic, key, value) SELECT '"
            + Topics.DEAD_LETTERS
            + "', '"
            + run
            + "', convert_to(i::text, 'UTF8') FROM generate_series(1, "
            + messages
            + ") AS i");
    wakeup.wake();
    // Then
    var found =
        TopicReader.read(
            servers, Topics.DEAD_LETTERS, messages, record -> record.key().equals(run));
    assertThat(found)
        .extracting(OutboxIT::text)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, messages).mapToObj(Integer::toString).toList());
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(waiting(run)).isZero());
  }

  @Test
  void whatOtherInstancesWroteLeavesWithoutAWakeUp() throws Throwable {
    String run = UUID.randomUUID().toString();
    execute(
        "INSERT INTO outbox (topic, key, value) VALUES ('"
            + Topics.DEAD_LETTERS
            + "', '"
            + run
            + "', 'x')");
    assertThat(
            TopicReader.read(servers, Topics.DEAD_LETTERS, 1, record -> record.key().equals(run)))
        .hasSize(1);
  }

  @Test
  void aFormerPublisherThatWakesUpIsFencedAndItsOldMessagesAreNotSeen() {
    // Given
    String run = UUID.randomUUID().toString();
    OutboxProducer former = new OutboxProducer(broker);
    OutboxProducer present = new OutboxProducer(broker);
    try {
      send(former, run, "1");
      send(present, run, "2");
      // When
      assertThatThrownBy(() -> send(former, run, "1 again")).isInstanceOf(RuntimeException.class);
      // Then
      var found =
          TopicReader.read(servers, Topics.DEAD_LETTERS, 2, record -> record.key().equals(run));
      assertThat(found).extracting(OutboxIT::text).containsExactly("1", "2");
    } finally {
      former.close();
      present.close();
    }
  }

  private static void send(OutboxProducer producer, String key, String value) {
    OutboxRow row =
        new OutboxRow(1, Topics.DEAD_LETTERS, key, value.getBytes(StandardCharsets.UTF_8));
    producer.send(List.of(row)).await().atMost(Duration.ofSeconds(20));
  }

  private long waiting(String key) {
    return pool.query("SELECT count(*) FROM outbox WHERE key = '" + key + "'")
        .execute()
        .map(rows -> rows.iterator().next().getLong(0))
        .await()
        .atMost(Duration.ofSeconds(5));
  }

  private void execute(String sql) throws Throwable {
    Uni<Void> done = pool.query(sql).execute().replaceWithVoid();
    VertxContextSupport.subscribeAndAwait(() -> done);
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }
}

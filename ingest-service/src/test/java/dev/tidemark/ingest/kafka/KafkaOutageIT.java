package dev.tidemark.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.embedded.EmbeddedKafka;
import dev.tidemark.ingest.fold.BatchPolicy;
import dev.tidemark.ingest.fold.BucketFolder;
import dev.tidemark.ingest.fold.DetectorSpec;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.fold.FoldPlan;
import dev.tidemark.ingest.fold.JobSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker of its own goes away and comes back. */
class KafkaOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private record Policy(Duration maxDelay, int maxUpdates, int maxPending) implements BatchPolicy {}

  private static BucketFolder heartbeat() {
    JobSpec job =
        new JobSpec(
            "a",
            "uid",
            BucketSpan.ofSeconds(60),
            1,
            Counts.EVENTS,
            Condition.ANY,
            Condition.ANY,
            List.of(DetectorSpec.COUNT),
            List.of(),
            new JobSpec.Live(0));
    EventFold fold = new EventFold(FoldPlan.live(List.of(job)));
    fold.heartbeat(0);
    return fold.take();
  }

  @Test
  void whileKafkaIsAwayUpdatesAreRefusedAndAfterwardsTakenAgain(@TempDir Path data) {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(data)) {
      KafkaClients clients =
          new KafkaClients(Map.of("bootstrap.servers", kafka.bootstrapServers()), "outage");
      UpdatePublisher publisher =
          new UpdatePublisher(
              new Policy(Duration.ofMillis(20), 100, 100), new LogOpener(clients), result -> {});
      publisher.start();
      available(publisher);
      assertThat(publisher.publish(heartbeat())).succeedsWithin(PATIENCE);
      // When
      kafka.stop();
      // Then
      CompletionStage<Void> lost = publisher.publish(heartbeat());
      assertThat(lost).failsWithin(PATIENCE);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(publisher.unavailable()).isNotEmpty());
      kafka.start();
      available(publisher);
      assertThat(publisher.publish(heartbeat())).succeedsWithin(PATIENCE);
      publisher.stop(PATIENCE);
    }
  }

  private static void available(UpdatePublisher publisher) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(publisher.unavailable()).isEmpty());
  }
}

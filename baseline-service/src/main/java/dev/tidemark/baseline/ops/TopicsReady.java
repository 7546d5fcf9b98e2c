package dev.tidemark.baseline.ops;

import dev.tidemark.contract.Topics;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while Kafka answers and the topics are there; the platform creates them. */
@Readiness
@ApplicationScoped
public class TopicsReady implements AsyncHealthCheck {

  private static final String NAME = "Kafka topics";
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final List<String> NEEDED =
      List.of(Topics.JOBS, Topics.BUCKET_UPDATES, Topics.ANOMALIES, Topics.DEAD_LETTERS);

  private final Admin admin;

  TopicsReady(@Identifier("default-kafka-broker") Map<String, Object> broker) {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "baseline-readiness");
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    this.admin = Admin.create(settings);
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(() -> admin.describeTopics(NEEDED).allTopicNames().toCompletionStage())
        .map(topics -> HealthCheckResponse.up(NAME))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure()
        .recoverWithItem(TopicsReady::down);
  }

  @PreDestroy
  void close() {
    admin.close(PATIENCE);
  }

  private static HealthCheckResponse down(Throwable failure) {
    String reason =
        failure instanceof UnknownTopicOrPartitionException
            ? "a topic is missing; needed are " + NEEDED
            : "Kafka does not answer: " + failure.getClass().getSimpleName();
    return HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
  }
}

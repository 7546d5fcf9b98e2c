package dev.tidemark.alert.kafka;

import dev.tidemark.contract.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Ready once the topics are there, the jobs are read and judging works; else it says why not. */
@Readiness
@Singleton
public class TopicHealth implements AsyncHealthCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Set<String> NEEDED =
      Set.of(Topics.ANOMALIES, Topics.JOBS, Topics.ALERTS, Topics.DEAD_LETTERS);

  private final String bootstrapServers;
  private final JobCatalogue catalogue;
  private final FeedHealth feed;
  private volatile boolean topicsSeen;
  private @Nullable Admin admin;

  TopicHealth(
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      JobCatalogue catalogue,
      FeedHealth feed) {
    this.bootstrapServers = bootstrapServers;
    this.catalogue = catalogue;
    this.feed = feed;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .item(this::check)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private HealthCheckResponse check() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("anomaly feed");
    String topics = topicsSeen ? "" : missingTopics();
    String judging = feed.problem();
    for (Map.Entry<String, String> problem :
        List.of(
            Map.entry("topics", topics),
            Map.entry("jobs", catalogue.problem()),
            Map.entry("judging", judging == null ? "" : judging))) {
      response.withData(problem.getKey(), problem.getValue().isEmpty() ? "ok" : problem.getValue());
    }
    return response
        .status(topics.isEmpty() && catalogue.problem().isEmpty() && judging == null)
        .build();
  }

  private synchronized String missingTopics() {
    try {
      Admin client = admin == null ? Admin.create(settings()) : admin;
      admin = client;
      Set<String> missing = new TreeSet<>(NEEDED);
      missing.removeAll(
          client.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      topicsSeen = missing.isEmpty();
      return topicsSeen ? "" : "missing, the platform has to create them: " + missing;
    } catch (ExecutionException | TimeoutException e) {
      return "Kafka at " + bootstrapServers + " does not answer";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private Map<String, Object> settings() {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "request.timeout.ms",
        (int) PATIENCE.toMillis(),
        "default.api.timeout.ms",
        (int) PATIENCE.toMillis());
  }

  synchronized void stop(@Observes ShutdownEvent stopped) {
    if (admin != null) {
      admin.close(PATIENCE);
    }
  }
}

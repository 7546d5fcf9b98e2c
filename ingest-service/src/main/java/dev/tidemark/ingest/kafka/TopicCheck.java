package dev.tidemark.ingest.kafka;

import dev.tidemark.contract.Topics;
import dev.tidemark.ingest.kafka.UpdateLog.UnknownOutcomeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the topics are there. The platform creates them; a service that did would hide a mistake.
 */
final class TopicCheck {

  private static final List<String> NEEDED =
      List.of(Topics.JOBS, Topics.BUCKET_UPDATES, Topics.DEAD_LETTERS);
  private static final int PATIENCE_S = 6;

  private final KafkaClients clients;

  TopicCheck(KafkaClients clients) {
    this.clients = clients;
  }

  /**
   * The number of partitions of the bucket updates.
   *
   * @throws UnknownOutcomeException if a topic is missing or Kafka does not answer; names it
   */
  int partitions() {
    List<String> missing = new ArrayList<>();
    int partitions = 0;
    try (Admin admin = clients.admin()) {
      Map<String, KafkaFuture<TopicDescription>> answers =
          admin.describeTopics(NEEDED).topicNameValues();
      for (String topic : NEEDED) {
        int found = partitions(answers.get(topic));
        if (found == 0) {
          missing.add(topic);
        } else if (topic.equals(Topics.BUCKET_UPDATES)) {
          partitions = found;
        }
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw new UnknownOutcomeException("Kafka does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownOutcomeException("interrupted", e);
    }
    if (!missing.isEmpty()) {
      throw new UnknownOutcomeException("topics missing: " + String.join(", ", missing));
    }
    return partitions;
  }

  /** 0: the topic does not exist. */
  private static int partitions(@Nullable KafkaFuture<TopicDescription> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (answer == null) {
      return 0;
    }
    try {
      return answer.get(PATIENCE_S, TimeUnit.SECONDS).partitions().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw e;
    }
  }
}

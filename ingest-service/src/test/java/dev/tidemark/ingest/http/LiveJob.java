package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A job that counts network events, known to the service. */
final class LiveJob implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final UpdateTopic topic;
  private final Job job;

  private LiveJob(String servers, String id) {
    topic = new UpdateTopic(servers);
    job = UpdateTopic.job(id, JobState.JOB_STATE_LIVE).build();
  }

  /** A job of that name, unknown to the service yet. */
  static LiveJob of(String servers) {
    return new LiveJob(servers, "unknown");
  }

  static LiveJob known(String servers, String id, String authorization) {
    LiveJob live = new LiveJob(servers, id);
    live.topic.write(live.job);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              given()
                  .header("Authorization", authorization)
                  .when()
                  .post("/api/v1/heartbeats")
                  .then()
                  .statusCode(202);
              assertThat(live.updates()).isNotEmpty();
            });
    return live;
  }

  List<ShardUpdate> updates() {
    return topic.updates(job);
  }

  /** Events as the owner of the shard would count them: every part of a batch once. */
  long counted() {
    Set<String> seen = new HashSet<>();
    long counted = 0;
    for (ShardUpdate update : updates()) {
      boolean isNew =
          !update.hasBatch()
              || seen.add(update.getBatch().getKey() + "#" + update.getBatch().getPart());
      if (isNew) {
        counted += update.getBucketsList().stream().mapToLong(SeriesBucket::getCount).sum();
      }
    }
    return counted;
  }

  @Override
  public void close() {
    topic.write(job.getId(), null);
  }
}

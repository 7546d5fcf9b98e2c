package dev.tidemark.baseline.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.embedded.BackingServices;
import dev.tidemark.embedded.TopicReader;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.Command;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class JobCommandsIT {

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @Test
  void everyShardIsToldOfEveryChangeAndTheSnapshotsHaveTheOrderOfRevisions()
      throws InvalidProtocolBufferException {
    // Given
    String uid =
        given()
            .contentType(ContentType.JSON)
            .body("{\"id\":\"told\",\"shards\":3,\"detectors\":[{\"function\":\"high_count\"}]}")
            .post("/api/v1/jobs")
            .then()
            .statusCode(201)
            .extract()
            .path("uid");
    // When
    given().post("/api/v1/jobs/told/open").then().statusCode(200);
    given()
        .contentType("application/merge-patch+json")
        .header("If-Match", "\"2\"")
        .body("{\"name\":\"Told\"}")
        .patch("/api/v1/jobs/told")
        .then()
        .statusCode(200);
    given().post("/api/v1/jobs/told/close").then().statusCode(200);
    given().delete("/api/v1/jobs/told").then().statusCode(204);
    // Then
    List<ConsumerRecord<String, byte[]>> records =
        TopicReader.read(
            servers, Topics.BUCKET_UPDATES, 12, record -> record.key().startsWith(uid + "/"));
    for (int shard = 0; shard < 3; shard++) {
      assertThat(commands(records, new ShardKey(uid, shard)))
          .extracting(Command::getKindCase)
          .containsExactly(
              Command.KindCase.OPEN,
              Command.KindCase.CHANGE,
              Command.KindCase.CLOSE,
              Command.KindCase.DELETE);
    }
    var snapshots =
        TopicReader.read(servers, Topics.JOBS, 5, record -> record.key().equals("told"));
    assertThat(snapshots.getLast().value()).as("a deleted job's tombstone").isNull();
    List<Job> jobs = new ArrayList<>();
    for (var snapshot : snapshots.subList(0, 4)) {
      jobs.add(Job.parseFrom(snapshot.value()));
    }
    assertThat(jobs).extracting(Job::getRevision).containsExactly(1L, 2L, 3L, 4L);
    assertThat(jobs)
        .extracting(Job::getState)
        .containsExactly(
            JobState.JOB_STATE_CLOSED,
            JobState.JOB_STATE_LIVE,
            JobState.JOB_STATE_LIVE,
            JobState.JOB_STATE_CLOSED);
    assertThat(jobs.get(1).getLiveFromS())
        .isPositive()
        .satisfies(from -> assertThat(from % 900).isZero());
  }

  private static List<Command> commands(
      List<ConsumerRecord<String, byte[]>> records, ShardKey shard)
      throws InvalidProtocolBufferException {
    List<Command> commands = new ArrayList<>();
    for (var record : records) {
      if (record.key().equals(shard.canonical())) {
        assertThat(record.partition()).isEqualTo(shard.partition(Topics.DEFAULT_PARTITIONS));
        commands.add(BucketRecord.parseFrom(record.value()).getCommand());
      }
    }
    return commands;
  }
}

package dev.tidemark.baseline.grpc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.embedded.BackingServices;
import dev.tidemark.embedded.TopicReader;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.Command;
import dev.tidemark.proto.job.v1.ExpectBucketsRequest;
import dev.tidemark.proto.job.v1.JobServiceGrpc;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.OpenJobRequest;
import dev.tidemark.proto.job.v1.Series;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.net.URL;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class JobDoorIT {

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @TestHTTPResource("/")
  @Nullable URL url;

  @Test
  void aRuleStartsItsJobAndAnUnknownOneIsNotFound() {
    URL server = Objects.requireNonNull(url);
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress(server.getHost(), server.getPort()).usePlaintext().build();
    try {
      var jobs = JobServiceGrpc.newBlockingStub(channel);
      var job = jobs.openJob(request("high_count_network_events")).getJob();
      assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_LIVE);
      assertThat(job.getShipped()).isTrue();
      assertThat(jobs.openJob(request("high_count_network_events")).getJob().getRevision())
          .as("open already: nothing changes")
          .isEqualTo(job.getRevision());
      assertThatThrownBy(() -> jobs.openJob(request("nobody")))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("NOT_FOUND");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void whatWasExpectedGoesToTheShardOfItsSeries() throws Exception {
    // Given
    String uid =
        given()
            .contentType(ContentType.JSON)
            .body(
                "{\"id\":\"expecting\",\"shards\":5,"
                    + "\"detectors\":[{\"function\":\"high_count\",\"by_field\":\"host.name\"}]}")
            .post("/api/v1/jobs")
            .then()
            .statusCode(201)
            .extract()
            .path("uid");
    URL server = Objects.requireNonNull(url);
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress(server.getHost(), server.getPort()).usePlaintext().build();
    ExpectBucketsRequest request =
        ExpectBucketsRequest.newBuilder()
            .setJobId("expecting")
            .setJobUid(uid)
            .setKey("alert-1")
            .setSeries(Series.newBuilder().setByValue("web-1"))
            .setFromS(900)
            .setToS(1_800)
            .setActor("alert alert-1")
            .build();
    try {
      var jobs = JobServiceGrpc.newBlockingStub(channel);
      // When
      assertThat(jobs.expectBuckets(request)).isNotNull();
      // Then
      ShardKey shard = new ShardKey(uid, new SeriesKey(0, "", "web-1").shard(5));
      var records =
          TopicReader.read(
              servers, Topics.BUCKET_UPDATES, 1, record -> record.key().equals(shard.canonical()));
      Command command = BucketRecord.parseFrom(records.getFirst().value()).getCommand();
      assertThat(command.getActor()).isEqualTo("alert alert-1");
      assertThat(command.getExpect().getSeries().getByValue()).isEqualTo("web-1");
      assertThat(command.getExpect().getFromS()).isEqualTo(900);
      refused(jobs, request.toBuilder().setJobUid(UUID.randomUUID().toString()), "NOT_FOUND");
      refused(jobs, request.toBuilder().setJobId("nobody"), "NOT_FOUND");
      refused(jobs, request.toBuilder().setToS(900), "from_s and to_s");
      refused(jobs, request.toBuilder().setKey(""), "key is empty");
      refused(
          jobs, request.toBuilder().setSeries(Series.newBuilder().setDetector(1)), "detector 1");
      refused(jobs, request.toBuilder().setJobUid("x"), "INVALID_ARGUMENT");
    } finally {
      channel.shutdownNow();
    }
  }

  private static void refused(
      JobServiceGrpc.JobServiceBlockingStub jobs,
      ExpectBucketsRequest.Builder request,
      String because) {
    assertThatThrownBy(() -> jobs.expectBuckets(request.build()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining(because);
  }

  private static OpenJobRequest request(String job) {
    return OpenJobRequest.newBuilder().setJobId(job).setActor("rule spike").build();
  }
}

package dev.tidemark.baseline.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.BackingServices;
import dev.tidemark.proto.job.v1.JobServiceGrpc;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.OpenJobRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class JobDoorIT {

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

  private static OpenJobRequest request(String job) {
    return OpenJobRequest.newBuilder().setJobId(job).setActor("rule spike").build();
  }
}

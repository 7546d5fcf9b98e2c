package dev.tidemark.alert.grpc;

import dev.tidemark.alert.rule.JobOpener;
import dev.tidemark.proto.job.v1.JobService;
import dev.tidemark.proto.job.v1.OpenJobRequest;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Opens jobs at baseline-service. */
@ApplicationScoped
class GrpcJobOpener implements JobOpener {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final JobService jobs;

  GrpcJobOpener(@GrpcClient("jobs") JobService jobs) {
    this.jobs = jobs;
  }

  @Override
  public Uni<Void> open(String job, String actor) {
    return jobs.openJob(OpenJobRequest.newBuilder().setJobId(job).setActor(actor).build())
        .ifNoItem()
        .after(DEADLINE)
        .fail()
        .replaceWithVoid();
  }
}

package dev.tidemark.baseline.grpc;

import dev.tidemark.baseline.job.JobProtos;
import dev.tidemark.baseline.job.Jobs;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.proto.job.v1.JobService;
import dev.tidemark.proto.job.v1.OpenJobRequest;
import dev.tidemark.proto.job.v1.OpenJobResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Serves {@code JobService}. */
@GrpcService
public class JobDoor implements JobService {

  private final Jobs jobs;

  JobDoor(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public Uni<OpenJobResponse> openJob(OpenJobRequest request) {
    return jobs.open(request.getJobId(), request.getActor())
        .map(job -> OpenJobResponse.newBuilder().setJob(JobProtos.job(job)).build())
        .onFailure(Refusal.class)
        .transform(failure -> status(failure));
  }

  private static StatusRuntimeException status(Refusal refusal) {
    Status status =
        switch (refusal.code()) {
          case UNKNOWN_JOB -> Status.NOT_FOUND;
          case WRONG_STATE -> Status.FAILED_PRECONDITION;
          case UNAVAILABLE -> Status.UNAVAILABLE;
          default -> Status.INVALID_ARGUMENT;
        };
    return status.withDescription(refusal.detail()).asRuntimeException();
  }
}

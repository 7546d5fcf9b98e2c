package dev.tidemark.baseline.grpc;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.job.ExpectedBuckets;
import dev.tidemark.baseline.job.JobProtos;
import dev.tidemark.baseline.job.Jobs;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.proto.job.v1.ExpectBucketsRequest;
import dev.tidemark.proto.job.v1.ExpectBucketsResponse;
import dev.tidemark.proto.job.v1.JobService;
import dev.tidemark.proto.job.v1.OpenJobRequest;
import dev.tidemark.proto.job.v1.OpenJobResponse;
import dev.tidemark.proto.job.v1.Series;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Serves {@code JobService}. */
@GrpcService
public class JobDoor implements JobService {

  private final Jobs jobs;
  private final ExpectedBuckets expected;

  JobDoor(Jobs jobs, ExpectedBuckets expected) {
    this.jobs = jobs;
    this.expected = expected;
  }

  @Override
  public Uni<OpenJobResponse> openJob(OpenJobRequest request) {
    return jobs.open(request.getJobId(), request.getActor())
        .map(job -> OpenJobResponse.newBuilder().setJob(JobProtos.job(job)).build())
        .onFailure(Refusal.class)
        .transform(failure -> status(failure));
  }

  @Override
  public Uni<ExpectBucketsResponse> expectBuckets(ExpectBucketsRequest request) {
    return Uni.createFrom()
        .deferred(() -> expect(request))
        .replaceWith(ExpectBucketsResponse.getDefaultInstance())
        .onFailure(Refusal.class)
        .transform(failure -> status(failure))
        .onFailure(IllegalArgumentException.class)
        .transform(
            fault ->
                Status.INVALID_ARGUMENT.withDescription(fault.getMessage()).asRuntimeException());
  }

  private Uni<Job> expect(ExpectBucketsRequest request) {
    Series series = request.getSeries();
    return expected.expect(
        request.getJobId(),
        UUID.fromString(request.getJobUid()),
        new ExpectedBuckets.Expected(
            request.getKey(),
            new SeriesKey(series.getDetector(), series.getPartitionValue(), series.getByValue()),
            request.getFromS(),
            request.getToS()),
        request.getActor());
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

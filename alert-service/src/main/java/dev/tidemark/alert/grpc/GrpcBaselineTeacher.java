package dev.tidemark.alert.grpc;

import dev.tidemark.alert.alert.BaselineTeacher;
import dev.tidemark.proto.job.v1.ExpectBucketsRequest;
import dev.tidemark.proto.job.v1.JobService;
import dev.tidemark.proto.job.v1.Series;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/** Tells baseline-service what was expected. */
@ApplicationScoped
class GrpcBaselineTeacher implements BaselineTeacher {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Asking again would give the same answer. */
  private static final Set<Status.Code> FINAL =
      Set.of(Status.Code.NOT_FOUND, Status.Code.INVALID_ARGUMENT);

  private final JobService jobs;

  GrpcBaselineTeacher(@GrpcClient("jobs") JobService jobs) {
    this.jobs = jobs;
  }

  @Override
  public Uni<Boolean> teach(Lesson lesson) {
    return jobs.expectBuckets(request(lesson))
        .ifNoItem()
        .after(DEADLINE)
        .fail()
        .replaceWith(true)
        .onFailure(GrpcBaselineTeacher::isFinal)
        .recoverWithItem(false);
  }

  private static boolean isFinal(Throwable failure) {
    return failure instanceof StatusRuntimeException status
        && FINAL.contains(status.getStatus().getCode());
  }

  private static ExpectBucketsRequest request(Lesson lesson) {
    return ExpectBucketsRequest.newBuilder()
        .setJobId(lesson.jobId())
        .setJobUid(lesson.jobUid())
        .setKey(lesson.alertId())
        .setSeries(
            Series.newBuilder()
                .setDetector(lesson.detector())
                .setPartitionValue(lesson.partitionValue())
                .setByValue(lesson.byValue()))
        .setFromS(lesson.fromSecond())
        .setToS(lesson.toSecond())
        .setActor("alert " + lesson.alertId())
        .build();
  }
}

package dev.tidemark.baseline.scoring;

import dev.tidemark.contract.Engine;
import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.MutinyScoringServiceGrpc.MutinyScoringServiceStub;
import dev.tidemark.proto.scoring.v1.ScoreBucketsRequest;
import dev.tidemark.proto.scoring.v1.ScoreBucketsResponse;
import io.grpc.Status;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Scores over gRPC, at most 1,000 buckets a call, with a deadline and a few quick retries. */
@ApplicationScoped
class GrpcScorer implements Scorer {

  private static final Logger LOG = Logger.getLogger(GrpcScorer.class);
  private static final int MOST_A_CALL = 1_000;
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int RETRIES = 2;

  private final MutinyScoringServiceStub scoring;

  GrpcScorer(@GrpcClient("scoring") MutinyScoringServiceStub scoring) {
    this.scoring = scoring;
  }

  @Override
  public Uni<List<BucketScore>> score(List<BucketToScore> buckets) {
    if (buckets.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Multi.createFrom()
        .iterable(calls(buckets))
        .onItem()
        .transformToUniAndConcatenate(this::call)
        .collect()
        .in(ArrayList<BucketScore>::new, List::addAll)
        .map(List::copyOf);
  }

  private static List<List<BucketToScore>> calls(List<BucketToScore> buckets) {
    List<List<BucketToScore>> calls = new ArrayList<>();
    for (int from = 0; from < buckets.size(); from += MOST_A_CALL) {
      calls.add(buckets.subList(from, Math.min(buckets.size(), from + MOST_A_CALL)));
    }
    return calls;
  }

  private Uni<List<BucketScore>> call(List<BucketToScore> buckets) {
    ScoreBucketsRequest request =
        ScoreBucketsRequest.newBuilder()
            .setEngineVersion(Engine.VERSION)
            .addAllBuckets(buckets)
            .build();
    return Uni.createFrom()
        .deferred(() -> attempt(request))
        .onFailure(GrpcScorer::isPassing)
        .retry()
        .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(1))
        .atMost(RETRIES)
        .map(response -> response.getScoresList())
        .onFailure()
        .transform(GrpcScorer::unavailable);
  }

  /**
   * The client tells the server its deadline but does not watch it itself; a frozen server would be
   * waited for without end.
   */
  private Uni<ScoreBucketsResponse> attempt(ScoreBucketsRequest request) {
    return scoring
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .scoreBuckets(request)
        .ifNoItem()
        .after(DEADLINE)
        .failWith(
            () ->
                Status.DEADLINE_EXCEEDED
                    .withDescription("no answer within " + DEADLINE.toSeconds() + " s")
                    .asRuntimeException());
  }

  private static boolean isPassing(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED -> true;
      // A connection that was lost; what the server itself answers has no cause here.
      case UNKNOWN -> status.getCause() != null;
      default -> false;
    };
  }

  private static ScoringUnavailable unavailable(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    if (!isPassing(failure)) {
      LOG.errorf("scoring refuses, buckets wait reason=%s", status);
    }
    return new ScoringUnavailable("scoring-service: " + status, failure);
  }
}

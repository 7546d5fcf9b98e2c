package dev.tidemark.scoring.grpc;

import dev.tidemark.contract.Engine;
import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.ScoreBucketsRequest;
import dev.tidemark.proto.scoring.v1.ScoreBucketsResponse;
import dev.tidemark.proto.scoring.v1.ScoringService;
import dev.tidemark.scoring.ops.ScoringMetrics;
import dev.tidemark.scoring.score.AnomalyScorer;
import dev.tidemark.scoring.score.InvalidFieldException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Scores buckets over gRPC. Stateless; a request is refused as a whole when any of its buckets
 * cannot be scored.
 */
@GrpcService
public class ScoringEndpoint implements ScoringService {

  /** Buckets a request may have. */
  static final int MAX_BUCKETS = 1_000;

  private final ScoringMetrics metrics;

  ScoringEndpoint(ScoringMetrics metrics) {
    this.metrics = metrics;
  }

  /** Off the event loop: a full request with influencers takes milliseconds. */
  @Override
  @Blocking
  public Uni<ScoreBucketsResponse> scoreBuckets(ScoreBucketsRequest request) {
    try {
      return Uni.createFrom().item(metrics.timed(request.getBucketsCount(), () -> answer(request)));
    } catch (StatusRuntimeException refused) {
      metrics.refused(refused.getStatus().getCode().name());
      return Uni.createFrom().failure(refused);
    }
  }

  private static ScoreBucketsResponse answer(ScoreBucketsRequest request) {
    checkEngine(request.getEngineVersion());
    checkSize(request.getBucketsCount());
    ScoreBucketsResponse.Builder response =
        ScoreBucketsResponse.newBuilder().setEngineVersion(Engine.VERSION);
    List<BucketToScore> buckets = request.getBucketsList();
    for (int i = 0; i < buckets.size(); i++) {
      response.addScores(score(i, buckets.get(i)));
    }
    return response.build();
  }

  private static BucketScore score(int index, BucketToScore bucket) {
    try {
      return ScoringMessages.score(AnomalyScorer.score(ScoringMessages.bucketCase(bucket)));
    } catch (InvalidFieldException e) {
      throw Status.INVALID_ARGUMENT
          .withDescription("buckets[" + index + "]." + e.getMessage())
          .asRuntimeException();
    }
  }

  private static void checkEngine(String version) {
    if (!version.equals(Engine.VERSION)) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              "engine_version '"
                  + version
                  + "' of the predictions is not this server's, '"
                  + Engine.VERSION
                  + "': run the same release of baseline- and scoring-service")
          .asRuntimeException();
    }
  }

  private static void checkSize(int buckets) {
    if (buckets > MAX_BUCKETS) {
      throw Status.INVALID_ARGUMENT
          .withDescription(
              "buckets has " + buckets + " entries, at most " + MAX_BUCKETS + " are scored at once")
          .asRuntimeException();
    }
  }
}

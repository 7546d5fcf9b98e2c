package dev.tidemark.scoring.ops;

import dev.tidemark.contract.Engine;
import dev.tidemark.contract.Side;
import dev.tidemark.scoring.score.AnomalyScorer;
import dev.tidemark.scoring.score.BucketCase;
import dev.tidemark.scoring.score.BucketResult;
import dev.tidemark.scoring.score.Expected;
import dev.tidemark.scoring.score.Past;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the engine scores a known surprise as one, and the usual as usual. */
@Readiness
@ApplicationScoped
public class EngineReadiness implements HealthCheck {

  private static final Expected HUNDRED_EVENTS =
      new Expected(0.5, 10, 0.5, 100, 0, 0, 1_000, 900_000, true, false, false);
  private static final long QUARTER_HOUR_S = 900;
  private static final double SURPRISING = 75;

  @Override
  public HealthCheckResponse call() {
    BucketResult usual = score(100);
    BucketResult surprise = score(400);
    return HealthCheckResponse.named("engine")
        .status(usual.anomalyScore() == 0 && surprise.anomalyScore() >= SURPRISING)
        .withData("engine_version", Engine.VERSION)
        .build();
  }

  private static BucketResult score(double actual) {
    return AnomalyScorer.score(
        new BucketCase(actual, QUARTER_HOUR_S, Side.HIGH, HUNDRED_EVENTS, Past.NONE, 1, List.of()));
  }
}

package dev.tidemark.bench.detect;

import dev.tidemark.baseline.model.Baseline;
import dev.tidemark.baseline.model.Baselines;
import dev.tidemark.baseline.model.Prediction;
import dev.tidemark.baseline.model.ScoreContext;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Side;
import dev.tidemark.contract.surprise.Calibration;
import dev.tidemark.scoring.score.AnomalyScorer;
import dev.tidemark.scoring.score.BucketCase;
import dev.tidemark.scoring.score.BucketResult;
import dev.tidemark.scoring.score.Expected;
import dev.tidemark.scoring.score.Past;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** One series through the engine as the services run it: predict, score, learn. */
public final class EngineRun {

  private final BucketSpan span;
  private final Side side;
  private final Baseline baseline;

  /**
   * A series of which nothing is known, in UTC.
   *
   * @param span the bucket span
   * @param side the anomalous side
   */
  public EngineRun(BucketSpan span, Side side) {
    this.span = span;
    this.side = side;
    this.baseline = Baselines.start(span, ZoneOffset.UTC);
  }

  /** Judges the next bucket, then learns it. */
  public BucketResult judge(Instant start, double actual) {
    BucketResult result =
        AnomalyScorer.score(
            new BucketCase(
                actual,
                span.seconds(),
                side,
                expected(baseline.predict(start)),
                past(baseline.context(start)),
                1,
                List.of()));
    baseline.learn(start, actual);
    return result;
  }

  /** Size of the stored state in bytes. */
  public int stateBytes() {
    return baseline.encode().length;
  }

  private static Expected expected(Prediction prediction) {
    return new Expected(
        prediction.power(),
        prediction.location(),
        prediction.scale(),
        prediction.typical(),
        prediction.allowedAbove(),
        prediction.allowedBelow(),
        prediction.historyBuckets(),
        prediction.historySeconds(),
        prediction.daily(),
        prediction.weekly(),
        prediction.levelShift());
  }

  private static Past past(ScoreContext context) {
    return new Past(
        context.recentResiduals(),
        context.carried(),
        context.jumpScale(),
        context.sumScales(),
        side(context.above()),
        side(context.below()));
  }

  private static Past.OneSide side(ScoreContext.SideContext side) {
    return new Past.OneSide(side.reach(), Calibration.of(side.first(), side.slopes()));
  }
}

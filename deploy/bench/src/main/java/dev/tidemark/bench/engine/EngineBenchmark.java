package dev.tidemark.bench.engine;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import dev.tidemark.bench.detect.EngineRun;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Side;
import dev.tidemark.scoring.score.BucketResult;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One bucket, judged and learned, by the engine and by Random Cut Forest; one thread. */
@State(Scope.Thread)
public class EngineBenchmark {

  private static final int SHINGLE = 8;
  private static final int TREES = 30;
  private static final int SAMPLES = 256;

  private Stream ours = new Stream();
  private Stream theirs = new Stream();
  private EngineRun engine = newEngine();
  private ThresholdedRandomCutForest forest = newForest();

  private static EngineRun newEngine() {
    return new EngineRun(BucketSpan.ofSeconds(Stream.SPAN_S), Side.HIGH);
  }

  private static ThresholdedRandomCutForest newForest() {
    return ThresholdedRandomCutForest.builder()
        .dimensions(SHINGLE)
        .shingleSize(SHINGLE)
        .numberOfTrees(TREES)
        .sampleSize(SAMPLES)
        .randomSeed(42)
        .forestMode(ForestMode.STANDARD)
        .internalShinglingEnabled(true)
        .build();
  }

  /** Both have learned four weeks before the first bucket counts. */
  @Setup
  public void learn() {
    ours = new Stream();
    theirs = new Stream();
    engine = newEngine();
    forest = newForest();
    for (int i = 0; i < Stream.warmUp(); i++) {
      ours();
      rcf();
    }
  }

  /** Predict, score, learn. */
  @Benchmark
  public BucketResult ours() {
    return engine.judge(Instant.ofEpochSecond(ours.start()), ours.value());
  }

  /** Standard Random Cut Forest: score and update. */
  @Benchmark
  public AnomalyDescriptor rcf() {
    return forest.process(new double[] {theirs.value()}, theirs.start());
  }
}

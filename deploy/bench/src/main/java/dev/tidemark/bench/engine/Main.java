package dev.tidemark.bench.engine;

import dev.tidemark.bench.detect.EngineRun;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Side;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the comparison; the last line is JSON. */
public final class Main {

  private static final int ITERATIONS = 5;

  private Main() {}

  /** Runs it. */
  public static void main(String[] args) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(EngineBenchmark.class.getName() + ".*")
                    .warmupIterations(ITERATIONS)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(ITERATIONS)
                    .measurementTime(TimeValue.seconds(2))
                    .forks(2)
                    .threads(1)
                    .jvmArgs("-Xmx512m", "-XX:+UseSerialGC")
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    RunResult ours = named(results, "ours");
    RunResult rcf = named(results, "rcf");
    double oursPerSecond = ours.getPrimaryResult().getScore();
    double rcfPerSecond = rcf.getPrimaryResult().getScore();
    System.out.printf(
        Locale.ROOT,
        "{\"ours_per_s\":%.0f,\"rcf_per_s\":%.0f,\"ratio\":%.2f,\"state_bytes\":%d,\"bytes_allocated_per_bucket\":%.0f}%n",
        oursPerSecond,
        rcfPerSecond,
        oursPerSecond / rcfPerSecond,
        stateBytes(),
        Objects.requireNonNull(ours.getSecondaryResults().get("gc.alloc.rate.norm")).getScore());
  }

  private static RunResult named(Collection<RunResult> results, String name) {
    return results.stream()
        .filter(result -> result.getPrimaryResult().getLabel().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static int stateBytes() {
    EngineRun engine = new EngineRun(BucketSpan.ofSeconds(Stream.SPAN_S), Side.HIGH);
    Stream stream = new Stream();
    for (int i = 0; i < Stream.warmUp(); i++) {
      engine.judge(Instant.ofEpochSecond(stream.start()), stream.value());
    }
    return engine.stateBytes();
  }
}

package dev.tidemark.bench.waiting;

import dev.tidemark.bench.detect.EngineRun;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Side;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.rng.simple.RandomSource;

/**
 * How often each score comes in simulated series that behave, beside how often it should. Buckets
 * in a row that lie less than five apart are one surprise. The last line is JSON: for each
 * simulation, observed over nominal frequency at 25, 50, 75 and 90.
 */
public final class Main {

  private static final long SPAN_S = 900;
  private static final double YEAR_S = 365.25 * 86_400;
  private static final int[] SCORES = {25, 50, 75, 90};
  private static final double[] A_YEAR = {365.25 / 7, 12, 1, 0.1};
  private static final int APART = 5;
  // What a month teaches is taken for granted.
  private static final int LEARNING = 2_880;

  private Main() {}

  /** Runs it: {@code [BUCKETS]}, 10 million unless told. */
  public static void main(String[] args) {
    long buckets = args.length == 0 ? 10_000_000 : Long.parseLong(args[0]);
    List<String> results =
        Arrays.stream(Simulation.values())
            .parallel()
            .map(simulation -> json(simulation, ratios(simulation, buckets)))
            .toList();
    System.out.println("{\"buckets\":" + buckets + "," + String.join(",", results) + "}");
  }

  private static double[] ratios(Simulation simulation, long buckets) {
    EngineRun engine = new EngineRun(BucketSpan.ofSeconds(SPAN_S), Side.HIGH);
    Simulation.Source source =
        simulation.source(
            RandomSource.XO_RO_SHI_RO_128_PP.create((long) simulation.name().hashCode()));
    long[] seen = new long[SCORES.length];
    long[] last = new long[SCORES.length];
    for (long i = 0; i < buckets; i++) {
      long start = i * SPAN_S;
      double score = engine.judge(Instant.ofEpochSecond(start), source.next(start)).anomalyScore();
      for (int k = 0; k < SCORES.length && i > LEARNING && score >= SCORES[k]; k++) {
        seen[k] += i - last[k] >= APART ? 1 : 0;
        last[k] = i;
      }
    }
    double years = (buckets - LEARNING) * SPAN_S / YEAR_S;
    double[] ratios = new double[SCORES.length];
    for (int k = 0; k < SCORES.length; k++) {
      ratios[k] = seen[k] / years / A_YEAR[k];
      System.out.printf(
          Locale.ROOT,
          "%-14s score %d: %d in %.0f years, nominal %.1f, ratio %.2f%n",
          simulation,
          SCORES[k],
          seen[k],
          years,
          A_YEAR[k] * years,
          ratios[k]);
    }
    return ratios;
  }

  private static String json(Simulation simulation, double[] ratios) {
    String list =
        Arrays.stream(ratios)
            .mapToObj(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
            .collect(Collectors.joining(","));
    return "\"" + simulation.name().toLowerCase(Locale.ROOT) + "\":[" + list + "]";
  }
}

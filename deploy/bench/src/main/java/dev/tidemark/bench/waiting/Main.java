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
 * in a row that lie less than five apart are one surprise. One series lasts for ever, or many
 * follow each other that are each so many years old when they end: their first month does not
 * count. The last line is JSON: for each simulation, observed over nominal frequency at 25, 50, 75
 * and 90.
 */
public final class Main {

  private static final double YEAR_S = 365.25 * 86_400;
  private static final int[] SCORES = {25, 50, 75, 90};
  private static final double[] A_YEAR = {365.25 / 7, 12, 1, 0.1};
  private static final int APART = 5;
  // What a month teaches is taken for granted.
  private static final long LEARNING_S = 30 * 86_400;

  private Main() {}

  /**
   * What is simulated.
   *
   * @param buckets how many, of each simulation
   * @param spanSeconds bucket span
   * @param years of a series; infinite: there is one
   */
  private record Plan(long buckets, long spanSeconds, double years) {

    static Plan of(String[] args) {
      Plan plan = new Plan(10_000_000, 900, Double.POSITIVE_INFINITY);
      for (int i = 0; i < args.length; i++) {
        plan =
            switch (args[i]) {
              case "--span" -> new Plan(plan.buckets, Long.parseLong(args[++i]), plan.years);
              case "--years" ->
                  new Plan(plan.buckets, plan.spanSeconds, Double.parseDouble(args[++i]));
              default -> new Plan(Long.parseLong(args[i]), plan.spanSeconds, plan.years);
            };
      }
      if (plan.length() <= plan.learning()) {
        System.err.println("a series must be older than a month, and last longer than it learns");
        System.exit(2);
      }
      return plan;
    }

    long learning() {
      return LEARNING_S / spanSeconds;
    }

    /** Buckets of a series. */
    long length() {
      return Math.min(buckets, (long) (years * YEAR_S / spanSeconds));
    }
  }

  /** What was seen, of each score. */
  private static final class Tally {
    private final long[] seen = new long[SCORES.length];
    private final long[] last = new long[SCORES.length];
    private long judged;

    void add(long bucket, double score) {
      judged++;
      for (int k = 0; k < SCORES.length && score >= SCORES[k]; k++) {
        seen[k] += bucket - last[k] >= APART ? 1 : 0;
        last[k] = bucket;
      }
    }
  }

  /** Runs it: {@code [BUCKETS] [--span SECONDS] [--years YEARS]}. */
  public static void main(String[] args) {
    Plan plan = Plan.of(args);
    List<String> results =
        Arrays.stream(Simulation.values())
            .parallel()
            .map(simulation -> json(simulation, ratios(simulation, plan)))
            .toList();
    System.out.println("{\"buckets\":" + plan.buckets() + "," + String.join(",", results) + "}");
  }

  private static double[] ratios(Simulation simulation, Plan plan) {
    Simulation.Source source =
        simulation.source(
            RandomSource.XO_RO_SHI_RO_128_PP.create((long) simulation.name().hashCode()));
    Tally tally = new Tally();
    for (long from = 0; from + plan.length() <= plan.buckets(); from += plan.length()) {
      judge(source, plan, from, tally);
    }
    return print(simulation, tally, tally.judged * plan.spanSeconds() / YEAR_S);
  }

  private static void judge(Simulation.Source source, Plan plan, long from, Tally tally) {
    EngineRun engine = new EngineRun(BucketSpan.ofSeconds(plan.spanSeconds()), Side.HIGH);
    for (long i = from; i < from + plan.length(); i++) {
      long start = i * plan.spanSeconds();
      double score = engine.judge(Instant.ofEpochSecond(start), source.next(start)).anomalyScore();
      if (i - from > plan.learning()) {
        tally.add(i, score);
      }
    }
  }

  private static double[] print(Simulation simulation, Tally tally, double years) {
    double[] ratios = new double[SCORES.length];
    for (int k = 0; k < SCORES.length; k++) {
      ratios[k] = tally.seen[k] / years / A_YEAR[k];
      System.out.printf(
          Locale.ROOT,
          "%-14s score %d: %d in %.0f years, nominal %.1f, ratio %.2f%n",
          simulation,
          SCORES[k],
          tally.seen[k],
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

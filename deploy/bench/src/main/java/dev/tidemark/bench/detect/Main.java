package dev.tidemark.bench.detect;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.Side;
import dev.tidemark.scoring.score.BucketResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs the engine over a folder of series and writes, for each, {@code bucket_start,score,raw}: the
 * anomaly score as the product shows it, and {@code -log10} of its probability.
 */
public final class Main {

  private static final String USAGE = "usage: detect SERIES_DIR OUT_DIR [--function high_count]";

  private final Path in;
  private final Path out;
  private final Side side;
  private long buckets;
  private long nanos;
  private int stateBytes;

  private Main(Path in, Path out, Side side) {
    this.in = in;
    this.out = out;
    this.side = side;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    boolean named = args.length == 4 && args[2].equals("--function");
    if (args.length != 2 && !named) {
      fail(USAGE);
    }
    String function = named ? args[3] : "high_count";
    Side side = DetectorFunction.named(function).map(DetectorFunction::side).orElse(null);
    if (side == null) {
      fail("no function has the name " + function + "; " + USAGE);
      return;
    }
    Path in = Path.of(args[0]);
    if (!Files.isDirectory(in)) {
      fail(in + " is no folder; " + USAGE);
    }
    new Main(in, Path.of(args[1]), side).run();
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(2);
  }

  private void run() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(in)) {
      files = walk.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
    if (files.isEmpty()) {
      fail("there is no .csv file in " + in + "; " + USAGE);
    }
    for (Path file : files) {
      judge(file);
    }
    double seconds = nanos / 1e9;
    System.out.printf(
        Locale.ROOT,
        "{\"series\":%d,\"buckets\":%d,\"seconds\":%.3f,\"buckets_per_s\":%.0f,\"state_bytes\":%d}%n",
        files.size(),
        buckets,
        seconds,
        buckets / seconds,
        stateBytes);
  }

  private void judge(Path file) throws IOException {
    SeriesFile series = SeriesFile.read(file);
    EngineRun engine = new EngineRun(BucketSpan.ofSeconds(series.step()), side);
    int n = series.rows().size();
    double[] score = new double[n];
    double[] probability = new double[n];
    long begun = System.nanoTime();
    for (int i = 0; i < n; i++) {
      SeriesFile.Row row = series.rows().get(i);
      BucketResult result = engine.judge(Instant.ofEpochSecond(row.start()), row.value());
      score[i] = result.anomalyScore();
      probability[i] = result.probability();
    }
    nanos += System.nanoTime() - begun;
    buckets += n;
    stateBytes = Math.max(stateBytes, engine.stateBytes());
    write(out.resolve(in.relativize(file)), series, score, probability);
  }

  private static void write(Path file, SeriesFile series, double[] score, double[] probability)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write("bucket_start,score,raw\n");
      for (int i = 0; i < score.length; i++) {
        double raw = -StrictMath.log10(probability[i]);
        writer.write(series.rows().get(i).start() + "," + score[i] + "," + raw + "\n");
      }
    }
  }
}

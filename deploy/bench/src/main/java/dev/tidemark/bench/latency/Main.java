package dev.tidemark.bench.latency;

import dev.tidemark.local.LocalStack;
import dev.tidemark.local.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts a stack of its own, measures, and prints the result as the last line, in JSON. */
public final class Main {

  private static final int DEFAULT_SAMPLES = 40;

  private Main() {}

  /**
   * Measures.
   *
   * @param arguments the number of samples, or nothing
   */
  public static void main(String[] arguments) throws Exception {
    int samples = arguments.length == 0 ? DEFAULT_SAMPLES : Integer.parseInt(arguments[0]);
    Path data = Files.createTempDirectory(Path.of("target"), "latency-");
    System.out.println("starting the stack in " + data);
    long[] millis;
    try (LocalStack stack = LocalStack.start(StackOptions.in(data))) {
      millis = new Latency(stack.tidemark(), samples).measure();
    }
    System.out.printf(
        "{\"p50_ms\":%d,\"p99_ms\":%d,\"n\":%d}%n",
        percentile(millis, 50), percentile(millis, 99), millis.length);
    // Kafka's threads outlive it for a while; the result is out.
    System.exit(0);
  }

  /** Nearest rank: with fewer than 100 samples the 99th is the slowest. */
  private static long percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }
}

package dev.tidemark.bench.ingest;

import dev.tidemark.embedded.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** ingest-service as a process of its own, so that its processor time is its own. */
final class IngestProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private IngestProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it and waits until it is ready. */
  static IngestProcess start(Path jar, String kafka, int heapMebibytes, Path log)
      throws IOException, InterruptedException {
    int port = FreePorts.any();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heapMebibytes + "m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            jar.toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka,
                "TIDEMARK_INGEST_INSTANCE",
                "bench"));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    IngestProcess started = new IngestProcess(builder.start(), port);
    started.await(() -> started.answers("/q/health/ready"));
    return started;
  }

  int port() {
    return port;
  }

  /** Processor time that it has used so far, in seconds. */
  double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** Heap in use now, in mebibytes. */
  double heapMebibytes() {
    return metric("jvm_memory_used_bytes{area=\"heap\"") / 1_048_576;
  }

  /** Sum of the metrics whose lines begin with a text. */
  double metric(String beginning) {
    return get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Waits until it works by as many live jobs. */
  void awaitJobs(int number) throws InterruptedException {
    await(() -> metric("tidemark_ingest_live_jobs ") == number);
  }

  private void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("ingest-service does not do what it should; see its log");
      }
      Thread.sleep(POLL);
    }
  }

  private boolean answers(String path) {
    try {
      return get(path).statusCode() == 200;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://" + FreePorts.HOST + ":" + port + path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(path + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    http.close();
  }
}

package dev.tidemark.bench.ingest;

import dev.tidemark.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * Starts a broker and ingest-service, sends flow events over HTTP until their updates are
 * committed, and prints what they cost, part by part; the last line is the result in JSON.
 */
public final class Main {

  private static final String EVENTS = "/api/v1/events";
  private static final String LIMIT = "/bench/limit";
  private static final int EVENTS_A_BODY = 1_000;
  private static final int BODIES = 40;
  private static final int CONNECTIONS = 16;
  private static final int ROUNDS = 3;
  private static final int HEAP_MEBIBYTES = 256;

  /** Kept, since loggers are forgotten together with their level when nobody holds them. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("kafka"),
          Logger.getLogger("org.apache.kafka"),
          Logger.getLogger("state.change.logger"));

  private final IngestProcess ingest;
  private final Jobs jobs;
  private final Load load;
  private final int requests;

  private Main(IngestProcess ingest, Jobs jobs, Load load, int requests) {
    this.ingest = ingest;
    this.jobs = jobs;
    this.load = load;
    this.requests = requests;
  }

  /** What one stage cost; the middle one of its rounds. */
  private record Cost(double eventsPerCpuSecond, double eventsPerSecond, long p50, long p99) {

    double cpuMicros() {
      return 1e6 / eventsPerCpuSecond;
    }
  }

  /**
   * Measures.
   *
   * @param arguments the jar of ingest-service, built for the benchmark; optionally the number of
   *     events a measurement, in thousands
   */
  public static void main(String[] arguments) throws Exception {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
    Path data = Files.createTempDirectory(Path.of("target"), "ingest-");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"));
        IngestProcess ingest =
            IngestProcess.start(
                Path.of(arguments[0]),
                kafka.bootstrapServers(),
                HEAP_MEBIBYTES,
                data.resolve("ingest.log"));
        Jobs jobs = new Jobs(kafka.bootstrapServers(), ingest)) {
      Load load = new Load(ingest.port(), bodies(), CONNECTIONS);
      new Main(ingest, jobs, load, requests).measure();
    }
    // Kafka's threads outlive it for a while; the result is out.
    System.exit(0);
  }

  private static List<byte[]> bodies() {
    Instant now = Instant.now();
    List<byte[]> bodies =
        IntStream.range(0, BODIES)
            .mapToObj(seed -> new FlowEvents(seed).body(EVENTS_A_BODY, now))
            .toList();
    System.out.printf(
        Locale.ROOT,
        "events of %d bytes, %d a request, %d connections%n",
        bodies.stream().mapToInt(body -> body.length).sum() / (BODIES * EVENTS_A_BODY),
        EVENTS_A_BODY,
        CONNECTIONS);
    return bodies;
  }

  private void measure() throws Exception {
    jobs.shipped(1);
    load.send(EVENTS, requests);
    load.send(LIMIT, requests);
    Cost limit = stage("HTTP and Jackson's parser (the limit)", LIMIT);
    jobs.thatDoNotMatch(0);
    Cost parse = stage("HTTP and our parser, no job", EVENTS);
    jobs.thatDoNotMatch(1);
    Cost one = stage("+ filter: 1 job that does not match", EVENTS);
    jobs.thatDoNotMatch(20);
    Cost twenty = stage("  20 jobs that do not match", EVENTS);
    jobs.withoutInfluencers(1);
    Cost fold = stage("+ fold and publish, no influencers", EVENTS);
    jobs.shipped(1);
    Cost all = stage("+ sketches: the shipped job", EVENTS);
    Cost limitAgain = stage("the limit again", LIMIT);
    double heap = ingest.heapMebibytes();
    jobs.shipped(5);
    Cost five = stage("  5 such jobs", EVENTS);
    jobs.shipped(20);
    Cost many = stage("  20 such jobs", EVENTS);
    System.out.printf(
        Locale.ROOT,
        "CPU of an event in us: limit %.2f, parse %.2f, filter %+.2f, fold and publish %+.2f,"
            + " sketches %+.2f; a further matching job %+.2f%n",
        limit.cpuMicros(),
        parse.cpuMicros(),
        one.cpuMicros() - parse.cpuMicros(),
        fold.cpuMicros() - one.cpuMicros(),
        all.cpuMicros() - fold.cpuMicros(),
        (many.cpuMicros() - five.cpuMicros()) / 15);
    double best = Math.max(limit.eventsPerCpuSecond(), limitAgain.eventsPerCpuSecond());
    System.out.printf(
        Locale.ROOT,
        "{\"events_per_cpu_s\":%.0f,\"limit_per_cpu_s\":%.0f,\"ratio\":%.3f,\"answer_p50_ms\":%d,"
            + "\"answer_p99_ms\":%d,\"heap_mb\":%.0f,\"events_per_s\":%.0f,"
            + "\"cpu_20_idle_jobs_over_1\":%.3f,\"cpu_20_jobs_over_1\":%.2f}%n",
        all.eventsPerCpuSecond(),
        best,
        all.eventsPerCpuSecond() / best,
        all.p50(),
        all.p99(),
        heap,
        all.eventsPerSecond(),
        twenty.cpuMicros() / one.cpuMicros(),
        many.cpuMicros() / all.cpuMicros());
  }

  private Cost stage(String name, String path) throws Exception {
    load.send(path, requests / 4);
    List<Cost> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      rounds.add(round(path));
    }
    rounds.sort((a, b) -> Double.compare(a.eventsPerCpuSecond(), b.eventsPerCpuSecond()));
    Cost middle = rounds.get(ROUNDS / 2);
    System.out.printf(
        Locale.ROOT,
        "%-40s %8.0f events a CPU second (%.2f us; %.0f to %.0f), %7.0f a second, answers %d/%d ms"
            + " (p50/p99), heap %.0f MB%n",
        name,
        middle.eventsPerCpuSecond(),
        middle.cpuMicros(),
        rounds.getFirst().eventsPerCpuSecond(),
        rounds.getLast().eventsPerCpuSecond(),
        middle.eventsPerSecond(),
        middle.p50(),
        middle.p99(),
        ingest.heapMebibytes());
    return middle;
  }

  private Cost round(String path) throws Exception {
    double cpu = ingest.cpuSeconds();
    long begun = System.nanoTime();
    List<Long> nanos = load.send(path, requests);
    double seconds = (System.nanoTime() - begun) / 1e9;
    double used = ingest.cpuSeconds() - cpu;
    double events = (double) requests * EVENTS_A_BODY;
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Cost(
        events / used, events / seconds, percentile(sorted, 50), percentile(sorted, 99));
  }

  private static long percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1_000_000;
  }
}

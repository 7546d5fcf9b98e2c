package dev.tidemark.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.EmbeddedKafka;
import dev.tidemark.ingest.event.InputLimits;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.fold.FoldStatistics;
import dev.tidemark.ingest.format.Format;
import dev.tidemark.ingest.http.UpdateTopic;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path data;
  private static EmbeddedKafka kafka;
  private static UpdateTopic log;

  private final List<SourceReader> readers = new ArrayList<>();
  private final List<JobCatalogue> catalogues = new ArrayList<>();

  private record Limits() implements InputLimits {
    @Override
    public int maxLineBytes() {
      return 10_000;
    }

    @Override
    public int maxDepth() {
      return 16;
    }

    @Override
    public Duration maxFuture() {
      return Duration.ofMinutes(5);
    }

    @Override
    public Duration repairWindow() {
      return Duration.ofHours(24);
    }
  }

  /** Fails now and then, as a machine that breaks down in the middle of its work. */
  private static final class BreakingClock extends Clock {
    private final int every;
    private final AtomicInteger asked = new AtomicInteger();

    BreakingClock(int every) {
      this.every = every;
    }

    @Override
    public Instant instant() {
      if (asked.incrementAndGet() % every == 0) {
        throw new IllegalStateException("broken down before the commit");
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Keeps what it is told; breaks down after some commits. */
  private static final class Told implements SourceObserver {
    private final int breaksEvery;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final List<String> rejections = new CopyOnWriteArrayList<>();

    Told(int breaksEvery) {
      this.breaksEvery = breaksEvery;
    }

    @Override
    public void committed(FoldStatistics statistics, int records) {
      if (commits.incrementAndGet() % breaksEvery == 0) {
        throw new IllegalStateException("broken down after the commit");
      }
    }

    @Override
    public void rejected(
        RejectReason reason, String detail, String source, byte[] buffer, int from, int to) {
      rejections.add(reason.code() + " " + source);
    }

    @Override
    public void noEvent(Verdict.NoEvent kind) {
      throw new AssertionError(kind);
    }

    @Override
    public void fault(String source, byte[] value) {
      throw new AssertionError(source);
    }

    @Override
    public void failed() {
      failures.incrementAndGet();
    }
  }

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(data);
    log = new UpdateTopic(kafka.bootstrapServers());
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @AfterEach
  void stop() {
    readers.forEach(SourceReader::stop);
    catalogues.forEach(JobCatalogue::stop);
  }

  private SourceReader start(String instance, String topic, Clock clock, SourceObserver told) {
    KafkaClients clients =
        new KafkaClients(Map.of("bootstrap.servers", kafka.bootstrapServers()), instance);
    JobCatalogue catalogue = new JobCatalogue(clients, (detail, source, value) -> {});
    catalogue.start();
    catalogues.add(catalogue);
    SourceReader reader =
        new SourceReader(
            Map.of(topic, Format.AUTO),
            "group-of-" + topic,
            clients,
            catalogue,
            new SourceReader.Intake(new Limits(), 50, clock, told));
    reader.start();
    readers.add(reader);
    return reader;
  }

  private static Job job() {
    Job job = UpdateTopic.job("sources", JobState.JOB_STATE_LIVE).build();
    log.write(job);
    return job;
  }

  private static void create(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  private static void write(String topic, int from, int to) {
    String time = Instant.now().toString();
    List<String> values = new ArrayList<>();
    for (int i = from; i < to; i++) {
      values.add(
          "{\"@timestamp\":\"%s\",\"event\":{\"category\":\"network\"},\"source\":{\"ip\":\"10.0.%d.%d\"}}"
              .formatted(time, i >> 8 & 255, i & 255));
    }
    write(topic, values);
  }

  /**
   * One batch at a time: while a new topic's partition has no leader yet, a second batch would be
   * refused for as long as the producer tries (Kafka 4.1, sequence without state).
   */
  private static void write(String topic, List<@Nullable String> values) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "linger.ms",
            5,
            "max.in.flight.requests.per.connection",
            1);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String value : values) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        sent.add(producer.send(new ProducerRecord<>(topic, bytes)));
      }
    }
    assertThat(sent).allMatch(written -> written.state() == Future.State.SUCCESS);
  }

  @Test
  void everyEventCountsOnceThoughReadersBreakDownComeAndGoAndKafkaRestarts() throws Exception {
    // Given
    Job job = job();
    create("breaking", 6);
    Told told = new Told(3);
    SourceReader first = start("first", "breaking", new BreakingClock(3), told);
    write("breaking", 0, 1_000);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.count(job)).isPositive());
    // When
    start("second", "breaking", new BreakingClock(4), told);
    write("breaking", 1_000, 2_000);
    kafka.stop();
    kafka.start();
    write("breaking", 2_000, 3_000);
    first.stop();
    start("third", "breaking", Clock.systemUTC(), new Told(1_000_000));
    write("breaking", 3_000, 4_000);
    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.count(job)).isEqualTo(4_000));
    assertThat(told.failures).hasPositiveValue();
    readers.forEach(SourceReader::stop);
    assertThat(log.count(job)).isEqualTo(4_000);
  }

  @Test
  void whatCannotBeUsedIsToldWithItsPlaceAndCostsNothingElse() throws Exception {
    // Given
    Job job = job();
    create("mixed", 1);
    Told told = new Told(1_000_000);
    List<@Nullable String> values = new ArrayList<>();
    values.add("{\"@timestamp\":");
    values.add(null);
    values.add("[");
    values.add("{\"event\":{\"category\":\"network\"}}");
    // When
    write("mixed", values);
    write("mixed", 0, 3);
    start("mixed", "mixed", Clock.systemUTC(), told);
    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.count(job)).isEqualTo(3));
    assertThat(told.rejections)
        .containsExactly(
            "truncated mixed/0@0", "truncated mixed/0@2", "missing_timestamp mixed/0@3");
  }

  @Test
  void aTopicThatIsMissingIsNamedAndReadOnceItIsThere() throws Exception {
    // Given
    Job job = job();
    SourceReader reader = start("late", "late", Clock.systemUTC(), new Told(1_000_000));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(reader.problem()).contains("there is no topic late"));
    // When
    create("late", 1);
    write("late", 0, 5);
    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.count(job)).isEqualTo(5));
    assertThat(reader.problem()).isEmpty();
  }
}

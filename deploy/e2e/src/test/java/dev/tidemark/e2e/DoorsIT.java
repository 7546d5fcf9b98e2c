package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.e2e.suite.LiveJob;
import dev.tidemark.e2e.suite.Suite;
import dev.tidemark.local.Console;
import dev.tidemark.local.ServiceKind;
import dev.tidemark.local.ServiceProcess;
import dev.tidemark.local.tail.TailCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in by any door counts once, though ingest-service is killed again and again. */
class DoorsIT {

  private static final String JOB = "doors";
  private static final String TOPIC = "eve";
  private static final int ROUNDS = 4;
  private static final int EVENTS_A_ROUND = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static Suite suite;
  @TempDir private Path folder;
  private int written;

  @BeforeAll
  static void start() {
    suite =
        Suite.start(
            DoorsIT.class,
            options ->
                options.with(ServiceKind.INGEST, "TIDEMARK_INGEST_KAFKA_SOURCES_EVE_TOPIC", TOPIC));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void kafkaBulkAndAFollowedFileCountEachEventOnceThoughIngestIsKilled() throws Exception {
    // Given
    createTopic();
    Instant from =
        LiveJob.create(
            suite,
            JOB,
            new BucketSpan(Duration.ofSeconds(60)),
            Map.of("filter", "event.category : network and not source.ip : 192.0.2.0/24"));
    Path log = folder.resolve("conn.log");
    Thread tail = follow(log);
    // When
    for (int round = 0; round < ROUNDS; round++) {
      toKafka();
      toFile(log);
      ServiceProcess ingest = suite.stack().first(ServiceKind.INGEST);
      ingest.kill();
      ingest.start();
      bulk(round);
    }
    suite.stack().first(ServiceKind.INGEST).awaitReady();
    // Then
    long expected = 3L * ROUNDS * EVENTS_A_ROUND;
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(counted(from)).isEqualTo(expected));
    tail.interrupt();
    tail.join(PATIENCE);
    assertThat(counted(from)).isEqualTo(expected);
  }

  private static long counted(Instant from) {
    return suite.tidemark().buckets(JOB).stream()
        .filter(bucket -> !Instant.parse(bucket.path("bucket_start").asText()).isBefore(from))
        .mapToLong(bucket -> bucket.path("actual").asLong())
        .sum();
  }

  private static void createTopic() throws Exception {
    String kafka = suite.stack().kafka().bootstrapServers();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
    }
  }

  /** EVE of Suricata; every other flow comes from addresses that the job leaves out. */
  private void toKafka() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            suite.stack().kafka().bootstrapServers(),
            "max.in.flight.requests.per.connection",
            1); // a second batch for a partition without a leader would be refused for ever
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < EVENTS_A_ROUND; i++) {
        sent.add(producer.send(new ProducerRecord<>(TOPIC, eve("10.0.0.1"))));
        sent.add(producer.send(new ProducerRecord<>(TOPIC, eve("192.0.2.9"))));
      }
    }
    assertThat(sent).allMatch(written -> written.state() == Future.State.SUCCESS);
  }

  private String eve(String source) {
    String now = Instant.now().toString();
    return """
        {"timestamp":"%s","flow_id":%d,"event_type":"flow","src_ip":"%s","src_port":40000,\
        "dest_ip":"198.51.100.7","dest_port":443,"proto":"TCP","flow":{"pkts_toserver":4,\
        "pkts_toclient":3,"bytes_toserver":500,"bytes_toclient":900,"start":"%s","end":"%s"}}"""
        .formatted(now, ++written, source, now, now);
  }

  /** Zeek's TSV, by deploy/local/tail. */
  private static void toFile(Path log) {
    StringBuilder lines = new StringBuilder();
    if (!Files.exists(log)) {
      lines.append("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n");
      lines.append("#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p");
      lines.append("\tproto\tduration\torig_bytes\tresp_bytes\n");
    }
    for (int i = 0; i < EVENTS_A_ROUND; i++) {
      double now = Instant.now().toEpochMilli() / 1000.0;
      lines.append(
          "%.3f\tC%d\t10.0.0.2\t4000\t198.51.100.9\t53\tudp\t0.0\t60\t120\n"
              .formatted(now, System.nanoTime()));
    }
    try {
      Files.writeString(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Thread follow(Path log) {
    List<String> arguments =
        List.of(
            "--file", log.toString(),
            "--url", suite.stack().url(ServiceKind.INGEST).toString(),
            "--checkpoint", folder.resolve("checkpoint").toString());
    return Thread.ofVirtual()
        .start(() -> TailCommand.run(arguments, folder, new Console(System.out, false)));
  }

  /** What a client of Elasticsearch sends, again and again until it is answered. */
  private void bulk(int round) {
    StringBuilder body = new StringBuilder();
    String now = Instant.now().toString();
    for (int i = 0; i < EVENTS_A_ROUND; i++) {
      body.append("{\"create\":{\"_index\":\"logs-network\"}}\n");
      body.append(
          "{\"@timestamp\":\"%s\",\"event.category\":\"network\",\"source.ip\":\"10.%d.%d.1\"}\n"
              .formatted(now, round, i % 250));
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    Map<String, String> ndjson = Map.of("Content-Type", "application/x-ndjson");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> suite.tidemark().ingest().post("/_bulk", bytes, ndjson).status() == 200);
    // As after a time-out of the client: it does not know, so it sends again.
    assertThat(suite.tidemark().ingest().post("/_bulk", bytes, ndjson).status()).isEqualTo(200);
  }
}

package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.e2e.suite.Outage;
import dev.tidemark.e2e.suite.Replay;
import dev.tidemark.e2e.suite.Results;
import dev.tidemark.e2e.suite.Suite;
import dev.tidemark.e2e.suite.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Each service in turn is killed and started again, then frozen for longer than Kafka's session and PostgreSQL's idle
 * transaction last and woken, while a keyed replay runs. Nothing may be lost, counted twice or alerted twice.
 */
class OutageIT {

  private static final Duration SPAN = Duration.ofMinutes(15);
  private static final int LEAST_DAYS = 12;
  private static final int MOST_DAYS = 40;
  private static final int FIRST_FLOOD_DAY = 8;
  private static final Traffic TRAFFIC = new Traffic(11, 20, SPAN);

  private final Suite suite = Suite.shared();
  private final Instant from =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(MOST_DAYS));

  @Test
  void totalsAreExactAndEachAlertExistsOnceWhateverIsKilledOrFrozen() throws Exception {
    // Given
    suite.twoBaselines();
    String calm = suite.createSplitJob("calm");
    String stormy = suite.createSplitJob("stormy");
    suite.createRule("calm-rule", calm);
    suite.createRule("stormy-rule", stormy);

    // When
    Played inStorm = playDuring(stormy, new Outage(suite));

    // Then
    Played inCalm = play(calm, inStorm.days());
    assertThat(inStorm.acknowledged()).isEqualTo(inCalm.acknowledged());
    assertThat(Results.total(suite, stormy)).isEqualTo(inStorm.acknowledged());
    assertThat(Results.anonymous(Results.buckets(suite, stormy)))
        .isEqualTo(Results.anonymous(Results.buckets(suite, calm)));
    assertThat(Results.anonymous(Results.records(suite, stormy)))
        .isEqualTo(Results.anonymous(Results.records(suite, calm)));
    List<String> alerts = openings("calm-rule");
    assertThat(alerts).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(floods(inStorm.days()));
    suite.awaitJudged("stormy-rule", stormy, openings("stormy-rule").size());
    assertThat(openings("stormy-rule")).isEqualTo(alerts);
  }

  /**
   * How much was played.
   *
   * @param days days of event time
   * @param acknowledged events
   */
  private record Played(int days, long acknowledged) {}

  private Played playDuring(String job, Outage outage) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Played> playing = executor.submit(() -> playUntil(job, over));
      try {
        outage.ofEachServiceInTurn();
      } finally {
        over.set(true);
      }
      return playing.get();
    } catch (ExecutionException e) {
      throw new AssertionError("the replay failed", e);
    }
  }

  /** Plays in many small steps, at least so many days, and more until the outages are over. */
  private Played playUntil(String job, AtomicBoolean over) throws IOException {
    Replay replay = Replay.start(suite, job, from, true);
    int day = 0;
    while (day < LEAST_DAYS || (!over.get() && day < MOST_DAYS - 1)) {
      for (int hour = 0; hour < 24; hour++) {
        Instant start = from.plus(Duration.ofHours(24L * day + hour));
        for (int quarter = 0; quarter < 4; quarter++) {
          replay.send(events(start.plus(SPAN.multipliedBy(quarter)), 1));
        }
        replay.advance(start.plus(Duration.ofHours(1)));
      }
      day++;
    }
    replay.end(false);
    return new Played(day, replay.acknowledged());
  }

  /** Plays the same in few large steps: how input is cut must not matter either. */
  private Played play(String job, int days) throws IOException {
    Replay replay = Replay.start(suite, job, from, true);
    for (int day = 0; day < days; day++) {
      Instant start = from.plus(Duration.ofDays(day));
      replay.send(events(start, 96));
      replay.advance(start.plus(Duration.ofDays(1)));
    }
    replay.end(false);
    return new Played(days, replay.acknowledged());
  }

  private List<String> events(Instant start, int buckets) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < buckets; i++) {
      Instant bucket = start.plus(SPAN.multipliedBy(i));
      events.addAll(TRAFFIC.events(bucket));
      if (isFlooded(bucket)) {
        events.addAll(TRAFFIC.events(bucket, 40 * TRAFFIC.perBucket(), "203.0.113."));
      }
    }
    return events;
  }

  private boolean isFlooded(Instant bucket) {
    Duration since = Duration.between(from, bucket);
    return since.toDays() >= FIRST_FLOOD_DAY && since.toMinutes() % (24 * 60) == 13 * 60;
  }

  private static int floods(int days) {
    return days - FIRST_FLOOD_DAY;
  }

  private List<String> openings(String rule) throws IOException {
    List<String> openings = new ArrayList<>();
    for (JsonNode alert : suite.alert().all("/api/v1/alerts?rule=" + rule, "alerts")) {
      openings.add(
          alert.path("bucket_start").asText()
              + " "
              + alert.path("series")
              + " "
              + alert.path("anomaly_score"));
    }
    return openings.stream().sorted().toList();
  }
}

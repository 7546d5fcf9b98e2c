package dev.tidemark.ingest.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.FieldSummary;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.fold.JobSpec.Backfilling;
import dev.tidemark.ingest.fold.JobSpec.Live;
import dev.tidemark.ingest.fold.JobSpec.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFoldTest {

  private static final DetectorSpec SUM_BY_HOST =
      new DetectorSpec(DetectorFunction.HIGH_SUM, "network.bytes", "host", "");

  private static DetectorSpec of(DetectorFunction function, String field) {
    return new DetectorSpec(function, field, "", "");
  }

  private record Event(long second, Map<String, List<String>> fields) {}

  private static JobSpec job(String id, int shards, Phase phase, DetectorSpec... detectors) {
    return new JobSpec(
        id,
        "uid-" + id,
        BucketSpan.ofSeconds(60),
        shards,
        Counts.EVENTS,
        new Condition.Not(new Condition.Exists("ignored")),
        Condition.ANY,
        List.of(detectors),
        List.of("source.ip", "destination.ip"),
        phase);
  }

  private static void add(EventFold fold, FieldTable fields, Event event) {
    EcsEvent ecs = new EcsEvent(fields);
    ecs.at(event.second() * 1000);
    event.fields().forEach((field, values) -> values.forEach(v -> ecs.add(fields.slot(field), v)));
    fold.add(ecs);
  }

  private static BucketFolder fold(FoldPlan plan, List<Event> events) {
    EventFold fold = new EventFold(plan);
    events.forEach(event -> add(fold, plan.fields(), event));
    return fold.take();
  }

  /** All that a folder says, as text. */
  private static Map<String, String> content(BucketFolder folder) {
    Map<String, String> content = new TreeMap<>();
    folder
        .shards()
        .forEach(
            (target, shard) -> {
              content.put(target + " alive", shard.alive().toString());
              shard
                  .buckets()
                  .forEach((key, bucket) -> content.put(target + " " + key, text(bucket)));
            });
    return content;
  }

  private static String text(BucketAggregate bucket) {
    StringBuilder text = new StringBuilder();
    FieldSummary field = bucket.field();
    field.least().ifPresent(least -> text.append("least ").append(least).append(' '));
    field.greatest().ifPresent(most -> text.append("greatest ").append(most).append(' '));
    if (field.values() > 0 || !field.distinct().isEmpty()) {
      text.append(field.values()).append(" values, ").append(field.distinct().estimate());
      text.append(" distinct ");
    }
    text.append(bucket.count()).append('/').append(field.sum());
    text.append('/').append(bucket.bytes());
    text.append(' ').append(Math.round(bucket.sources().estimate()));
    text.append(' ').append(Math.round(bucket.destinations().estimate()));
    bucket.forEachInfluencer((name, v) -> text.append(' ').append(name).append(v.heaviest()));
    return text.toString();
  }

  private static List<Event> mixed(long seed, int number) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Map<String, List<String>> fields = new TreeMap<>();
      fields.put("source.ip", List.of("10.0.0." + random.nextInt(50)));
      fields.put("network.bytes", List.of(Integer.toString(random.nextInt(5_000))));
      if (random.nextInt(10) > 0) {
        fields.put("host", List.of("h" + random.nextInt(20)));
      }
      if (random.nextInt(20) == 0) {
        fields.put("ignored", List.of("x"));
      }
      events.add(new Event(1_000_000 + random.nextInt(600), fields));
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void everyBucketOfEveryJobThatHasLifeIsAlive(long seed) {
    // Given: spans and beginnings of all kinds, and events far out of order
    Random random = new Random(seed);
    List<JobSpec> jobs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Condition liveness = i % 3 == 2 ? new Condition.Exists("host") : Condition.ANY;
      jobs.add(
          living("job" + i, 10L << i, new Live(1_000_000 + 60L * random.nextInt(20)), liveness));
    }
    FoldPlan plan = FoldPlan.live(jobs);
    EventFold fold = new EventFold(plan);
    Map<String, TreeSet<Long>> expected = new TreeMap<>();
    // When
    for (int i = 0; i < 2_000; i++) {
      long second = 1_000_000L + i / 2 + random.nextInt(600);
      boolean host = random.nextBoolean();
      add(fold, plan.fields(), new Event(second, host ? Map.of("host", List.of("a")) : Map.of()));
      for (JobSpec job : jobs) {
        boolean lives = second >= ((Live) job.phase()).fromSecond();
        if (lives && (host || job.anyShowsLife())) {
          long start = job.span().floor(second);
          expected.computeIfAbsent(job.uid(), any -> new TreeSet<>()).add(start);
        }
      }
    }
    // Then
    Map<String, TreeSet<Long>> alive = new TreeMap<>();
    fold.take()
        .shards()
        .forEach(
            (target, shard) -> alive.put(target.shard().jobUid(), new TreeSet<>(shard.alive())));
    assertThat(alive).as("seed %d", seed).isEqualTo(expected);
  }

  private static JobSpec living(String id, long span, Phase phase, Condition liveness) {
    return new JobSpec(
        id,
        "uid-" + id,
        BucketSpan.ofSeconds(span),
        1,
        Counts.EVENTS,
        new Condition.Exists("host"),
        liveness,
        List.of(DetectorSpec.COUNT),
        List.of(),
        phase);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void orderAndGroupingChangeNothing(long seed) {
    // Given
    FoldPlan plan =
        FoldPlan.live(
            List.of(
                job("a", 1, new Live(0), DetectorSpec.COUNT),
                job("b", 5, new Live(1_000_020), DetectorSpec.COUNT, SUM_BY_HOST),
                job(
                    "c",
                    2,
                    new Live(0),
                    of(DetectorFunction.MEAN, "network.bytes"),
                    of(DetectorFunction.MIN, "network.bytes"),
                    of(DetectorFunction.MAX, "network.bytes"),
                    of(DetectorFunction.DISTINCT_COUNT, "source.ip"))));
    List<Event> events = mixed(seed, 5_000);
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    // When
    BucketFolder merged = new BucketFolder();
    for (int from = 0; from < shuffled.size(); from += 700) {
      merged.merge(fold(plan, shuffled.subList(from, Math.min(from + 700, shuffled.size()))));
    }
    // Then
    BucketFolder straight = fold(plan, events);
    assertThat(content(merged))
        .as("seed %d", seed)
        .isEqualTo(content(straight))
        .hasSizeGreaterThan(50);
    assertThat(merged.size()).isEqualTo(straight.size());
  }

  @Test
  void countsSumsAndInfluencersAreExact() {
    // Given
    FoldPlan plan =
        FoldPlan.live(List.of(job("a", 1, new Live(0), DetectorSpec.COUNT, SUM_BY_HOST)));
    List<Event> events =
        List.of(
            new Event(
                60,
                Map.of(
                    "host",
                    List.of("h"),
                    "network.bytes",
                    List.of("10"),
                    "source.ip",
                    List.of("x"))),
            new Event(
                119,
                Map.of(
                    "host",
                    List.of("h"),
                    "network.bytes",
                    List.of("1.5e1"),
                    "source.ip",
                    List.of("x", "y", "x"))),
            new Event(120, Map.of("source.ip", List.of("x"))));
    // When
    Map<String, String> content = content(fold(plan, events));
    // Then
    assertThat(content.values())
        .containsExactlyInAnyOrder(
            "2/0/25 2 0 source.ip[Frequency[value=x, weight=2], Frequency[value=y, weight=1]]",
            "1/0/0 1 0 source.ip[Frequency[value=x, weight=1]]",
            "2/25/25 2 0 source.ip[Frequency[value=x, weight=25], Frequency[value=y, weight=15]]",
            "[60, 120]");
  }

  @Test
  void bytesAreTheTotalOrElseThoseOfBothDirections() {
    // Given
    FoldPlan plan = FoldPlan.live(List.of(job("a", 1, new Live(0), DetectorSpec.COUNT)));
    List<String> one = List.of("1000");
    List<Event> events =
        List.of(
            new Event(60, Map.of("network.bytes", List.of("7"), "source.bytes", one)),
            new Event(60, Map.of("source.bytes", one, "destination.bytes", List.of("200"))),
            new Event(60, Map.of("destination.bytes", List.of("30"))));
    // When
    BucketFolder folder = fold(plan, events);
    // Then
    assertThat(folder.shards().values().iterator().next().buckets().values())
        .extracting(BucketAggregate::bytes)
        .containsExactly(1_237L);
  }

  @Test
  void whatCannotBeSummedIsCountedByReason() {
    // Given
    FoldPlan plan = FoldPlan.live(List.of(job("a", 1, new Live(0), SUM_BY_HOST)));
    EventFold fold = new EventFold(plan);
    List<String> host = List.of("h");
    // When
    for (String amount :
        List.of("-1", "1.5", "many", "99999999999999999999", "1e-999999999", "1e999999999")) {
      add(
          fold,
          plan.fields(),
          new Event(1, Map.of("host", host, "network.bytes", List.of(amount))));
    }
    add(fold, plan.fields(), new Event(1, Map.of("host", host)));
    add(fold, plan.fields(), new Event(1, Map.of("network.bytes", List.of("1"))));
    add(
        fold,
        plan.fields(),
        new Event(1, Map.of("network.bytes", List.of("1"), "host", List.of("a\u001fb"))));
    add(fold, plan.fields(), new Event(1, Map.of("ignored", List.of("x"))));
    // Then
    assertThat(fold.statistics().skipped())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                SkipReason.NEGATIVE_AMOUNT, 1L,
                SkipReason.FRACTIONAL_AMOUNT, 2L,
                SkipReason.NOT_A_NUMBER, 1L,
                SkipReason.TOO_LARGE_AMOUNT, 2L,
                SkipReason.MISSING_AMOUNT, 1L,
                SkipReason.MISSING_SPLIT_VALUE, 1L,
                SkipReason.UNUSABLE_SPLIT_VALUE, 1L));
    assertThat(fold.statistics().unmatched()).isEqualTo(1);
    assertThat(fold.take().shards().values().iterator().next().buckets()).isEmpty();
  }

  /** Values of each function for two events: one with two amounts, one with one. */
  @ParameterizedTest
  @CsvSource({
    "SUM, 60",
    "LOW_SUM, 60",
    "MEAN, 20",
    "HIGH_MEAN, 20",
    "MIN, 5",
    "MAX, 40",
    "DISTINCT_COUNT, 3",
    "HIGH_DISTINCT_COUNT, 3",
    "COUNT, 2",
    "LOW_COUNT, 2",
    "HIGH_NON_ZERO_COUNT, 2"
  })
  void everyFunctionIsFoldedFromAllValuesOfItsField(DetectorFunction function, double value) {
    // Given
    DetectorSpec spec = of(function, function.measure().needsField() ? "network.bytes" : "");
    FoldPlan plan = FoldPlan.live(List.of(job("a", 1, new Live(0), spec)));
    List<Event> events =
        List.of(
            new Event(60, Map.of("network.bytes", List.of("15", "5"), "source.ip", List.of("x"))),
            new Event(61, Map.of("network.bytes", List.of("40"))));
    // When
    BucketAggregate bucket = only(fold(plan, events));
    // Then
    assertThat(function.value(bucket.count(), bucket.field())).hasValue(value);
    List<String> influencers = new ArrayList<>();
    bucket.forEachInfluencer((field, values) -> influencers.add(field));
    assertThat(influencers.isEmpty()).isEqualTo(!function.measure().isAdditive());
  }

  @ParameterizedTest
  @CsvSource({"MEAN", "MIN", "MAX"})
  void whatIsNoWholeNumberIsCountedByReasonForEveryNumericFunction(DetectorFunction function) {
    // Given
    FoldPlan plan = FoldPlan.live(List.of(job("a", 1, new Live(0), of(function, "network.bytes"))));
    EventFold fold = new EventFold(plan);
    // When
    for (String amount : List.of("0.5", "-2", "often")) {
      add(fold, plan.fields(), new Event(1, Map.of("network.bytes", List.of("3", amount))));
    }
    add(fold, plan.fields(), new Event(1, Map.of()));
    // Then
    assertThat(fold.statistics().skipped())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                SkipReason.FRACTIONAL_AMOUNT, 1L,
                SkipReason.NEGATIVE_AMOUNT, 1L,
                SkipReason.NOT_A_NUMBER, 1L,
                SkipReason.MISSING_AMOUNT, 1L));
    assertThat(fold.take().shards().values().iterator().next().buckets()).isEmpty();
  }

  @Test
  void anEventWithoutTheFieldIsNoDistinctValueButSaidSo() {
    // Given
    FoldPlan plan =
        FoldPlan.live(
            List.of(job("a", 1, new Live(0), of(DetectorFunction.DISTINCT_COUNT, "host"))));
    EventFold fold = new EventFold(plan);
    // When
    add(fold, plan.fields(), new Event(1, Map.of()));
    // Then
    assertThat(fold.statistics().skipped()).isEqualTo(Map.of(SkipReason.MISSING_AMOUNT, 1L));
  }

  private static BucketAggregate only(BucketFolder folder) {
    return folder.shards().values().iterator().next().buckets().values().iterator().next();
  }

  @Test
  void nothingCountsBeforeAJobBegins() {
    FoldPlan plan = FoldPlan.live(List.of(job("a", 1, new Live(120), DetectorSpec.COUNT)));
    EventFold fold = new EventFold(plan);
    add(fold, plan.fields(), new Event(119, Map.of()));
    fold.heartbeat(119_999);
    assertThat(fold.size()).isZero();
    fold.heartbeat(120_000);
    assertThat(fold.size()).isEqualTo(1);
  }

  @Test
  void everyShardIsToldThatTheSourceIsAlive() {
    FoldPlan plan = FoldPlan.session(job("a", 3, new Backfilling("b1"), DetectorSpec.COUNT));
    EventFold fold = new EventFold(plan);
    fold.heartbeat(61_000);
    BucketFolder folder = fold.take();
    assertThat(folder.shards()).hasSize(3);
    folder
        .shards()
        .forEach(
            (target, shard) -> {
              assertThat(target.session()).isEqualTo("b1");
              assertThat(shard.alive()).containsExactly(60L);
            });
  }

  @Test
  void closedAndBackfillingJobsTakeNoLiveEvents() {
    FoldPlan plan =
        FoldPlan.live(
            List.of(
                job("a", 1, new JobSpec.Closed(), DetectorSpec.COUNT),
                job("b", 1, new Backfilling("s"), DetectorSpec.COUNT)));
    assertThat(plan.jobs()).isEmpty();
  }

  @Test
  void aSignOfLifeMarksABucketAndCountsNowhere() {
    // Given
    FoldPlan plan = FoldPlan.live(List.of(job("a", 1, new Live(60), DetectorSpec.COUNT)));
    EventFold fold = new EventFold(plan);
    EcsEvent sign = new EcsEvent(plan.fields());
    // When
    sign.at(59_999);
    fold.alive(sign);
    sign.at(61_000);
    fold.alive(sign);
    // Then
    fold.take()
        .shards()
        .forEach(
            (target, shard) -> {
              assertThat(shard.alive()).containsExactly(60L);
              assertThat(shard.buckets()).isEmpty();
            });
    assertThat(fold.statistics().counted() + fold.statistics().unmatched()).isZero();
  }
}

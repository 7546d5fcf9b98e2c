package dev.tidemark.ingest.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.query.Kql;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.fold.Explanation.Obstacle;
import dev.tidemark.ingest.fold.JobSpec.Backfilling;
import dev.tidemark.ingest.fold.JobSpec.Closed;
import dev.tidemark.ingest.fold.JobSpec.Live;
import dev.tidemark.ingest.fold.JobSpec.Phase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DryRunTest {

  private static final DetectorSpec SUM_BY_HOST =
      new DetectorSpec(DetectorFunction.HIGH_SUM, "network.bytes", "host.name", "");

  private static JobSpec job(Phase phase, DetectorSpec... detectors) {
    return job(Counts.EVENTS, phase, detectors);
  }

  private static JobSpec job(Counts counts, Phase phase, DetectorSpec... detectors) {
    return new JobSpec(
        "dns",
        "uid",
        BucketSpan.ofSeconds(60),
        4,
        counts,
        Kql.parse("destination.port : 53"),
        Kql.parse("host.name : *"),
        List.of(detectors),
        List.of(),
        phase);
  }

  private static Explanation look(JobSpec job, boolean forSession, Map<String, String> fields) {
    DryRun dryRun = new DryRun(List.of(job), forSession);
    return dryRun.look(event(dryRun, fields)).getFirst();
  }

  private static EcsEvent event(DryRun dryRun, Map<String, String> fields) {
    EcsEvent event = new EcsEvent(dryRun.fields());
    event.at(1_000_030_000);
    fields.forEach((name, value) -> event.add(dryRun.fields().slot(name), value));
    return event;
  }

  @Test
  void anEventThatCountsHasItsBucketAndSeries() {
    Map<String, String> fields =
        Map.of("destination.port", "53", "host.name", "a", "network.bytes", "70");
    Explanation seen = look(job(new Live(0), DetectorSpec.COUNT, SUM_BY_HOST), false, fields);
    assertThat(seen.obstacle()).isNull();
    assertThat(seen.matches()).isTrue();
    assertThat(seen.showsLife()).isTrue();
    assertThat(seen.bucketSecond()).isEqualTo(1_000_020);
    assertThat(seen.bucketEndSecond()).isEqualTo(1_000_080);
    SeriesKey series = new SeriesKey(1, "", "a");
    assertThat(seen.detectors().get(1))
        .isEqualTo(new Explanation.Detector(SUM_BY_HOST, series, series.shard(4), null));
  }

  @Test
  void whatWouldNotCountHasItsReason() {
    Map<String, String> good = Map.of("destination.port", "53", "host.name", "a");
    assertThat(look(job(new Closed(), DetectorSpec.COUNT), false, good).obstacle())
        .isEqualTo(Obstacle.JOB_CLOSED);
    assertThat(look(job(new Backfilling("b"), DetectorSpec.COUNT), false, good).obstacle())
        .isEqualTo(Obstacle.JOB_BACKFILLING);
    assertThat(look(job(new Backfilling("b"), DetectorSpec.COUNT), true, good).obstacle()).isNull();
    assertThat(look(job(new Live(1_000_080), DetectorSpec.COUNT), false, good).obstacle())
        .isEqualTo(Obstacle.BEFORE_LIVE_FROM);
    Explanation skipped = look(job(new Live(0), SUM_BY_HOST), false, good);
    assertThat(skipped.obstacle()).isEqualTo(Obstacle.SKIPPED);
    assertThat(skipped.detectors().getFirst().skip()).isEqualTo(SkipReason.MISSING_AMOUNT);
  }

  @Test
  void aReportThatIsNotFinalDoesNotCountInAJobOfFlows() {
    Map<String, String> living = Map.of("destination.port", "53", "flow.final", "false");
    Explanation seen = look(job(Counts.FLOWS, new Live(0), DetectorSpec.COUNT), false, living);
    assertThat(seen.obstacle()).isEqualTo(Obstacle.SKIPPED);
    assertThat(seen.detectors().getFirst().skip()).isEqualTo(SkipReason.LIVING_FLOW);
  }

  @Test
  void aMismatchIsToldInWords() {
    Explanation seen =
        look(job(new Live(0), DetectorSpec.COUNT), false, Map.of("destination.port", "80"));
    assertThat(seen.obstacle()).isEqualTo(Obstacle.FILTER);
    assertThat(seen.mismatch())
        .isEqualTo("destination.port is \"80\"; asked for 'destination.port : \"53\"'");
    assertThat(seen.showsLife()).isFalse();
    assertThat(seen.detectors()).isEmpty();
  }

  @Test
  void whatIsSaidIsWhatCounts() {
    // Given
    Map<String, String> fields =
        Map.of("destination.port", "53.0", "host.name", "a", "network.bytes", "70");
    JobSpec job = job(new Live(0), DetectorSpec.COUNT, SUM_BY_HOST);
    FoldPlan plan = FoldPlan.live(List.of(job));
    EventFold fold = new EventFold(plan);
    EcsEvent event = new EcsEvent(plan.fields());
    event.at(1_000_030_000);
    fields.forEach((name, value) -> event.add(plan.fields().slot(name), value));
    // When
    fold.add(event);
    Explanation seen = look(job, false, fields);
    // Then
    BucketFolder folder = fold.take();
    for (Explanation.Detector detector : seen.detectors()) {
      SeriesKey series = Objects.requireNonNull(detector.series());
      ShardTarget target = new ShardTarget(new ShardKey("uid", detector.shard()), "");
      BucketFolder.ShardFold shard = Objects.requireNonNull(folder.shards().get(target));
      assertThat(shard.buckets()).containsKey(new SeriesBucketKey(series, seen.bucketSecond()));
    }
  }

  @Test
  void allValuesAreShown() {
    DryRun dryRun = new DryRun(List.of(), false);
    EcsEvent event = event(dryRun, Map.of("source.ip", "192.0.2.1"));
    event.add(dryRun.fields().slot("source.ip"), "192.0.2.2");
    assertThat(dryRun.values(event))
        .isEqualTo(Map.of("source.ip", List.of("192.0.2.1", "192.0.2.2")));
  }
}

package dev.tidemark.ingest.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.fold.BucketFolder.ShardFold;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FlowCountsTest {

  private static final DetectorSpec BYTES =
      new DetectorSpec(DetectorFunction.HIGH_SUM, "network.bytes", "", "");
  private static final FoldPlan PLAN =
      FoldPlan.live(
          List.of(
              new JobSpec(
                  "flows",
                  "uid",
                  BucketSpan.ofSeconds(60),
                  1,
                  Counts.FLOWS,
                  Condition.ANY,
                  Condition.ANY,
                  List.of(DetectorSpec.COUNT, BYTES),
                  List.of(),
                  new JobSpec.Live(0))));

  private final EventFold fold = new EventFold(PLAN);

  private void add(Map<String, String> fields) {
    EcsEvent event = new EcsEvent(PLAN.fields());
    event.at(30_000);
    fields.forEach((field, value) -> event.add(PLAN.fields().slot(field), value));
    fold.add(event);
  }

  private static Map<String, String> report(String... more) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("flow.final", "true");
    fields.put("source.ip", "10.0.0.1");
    fields.put("source.port", "40000");
    fields.put("destination.ip", "10.0.0.2");
    fields.put("destination.port", "443");
    fields.put("network.transport", "tcp");
    fields.put("network.bytes", "100");
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private double value(int detector, DetectorFunction function) {
    ShardFold shard = fold.take().shards().values().iterator().next();
    return shard.buckets().entrySet().stream()
        .filter(bucket -> bucket.getKey().series().detector() == detector)
        .map(Map.Entry::getValue)
        .mapToDouble(bucket -> function.value(bucket.count(), bucket.field()).orElseThrow())
        .sum();
  }

  @Test
  void aFlowThatTwoSensorsReportCountsOnce() {
    // When
    add(report("flow.id", "a"));
    add(report("flow.id", "a"));
    add(report("flow.id", "b"));
    // Then
    assertThat(value(0, DetectorFunction.HIGH_COUNT)).isEqualTo(2);
  }

  @Test
  void theIdGoesBeforeTheCommunityIdAndThatBeforeTheEndpoints() {
    // When
    add(report("flow.id", "a", "network.community_id", "1:x="));
    add(report("flow.id", "a", "network.community_id", "1:y="));
    add(report("network.community_id", "1:z="));
    add(report("network.community_id", "1:z=", "source.port", "40001"));
    add(report());
    add(report("source.port", "40001"));
    // Then
    assertThat(value(0, DetectorFunction.HIGH_COUNT)).isEqualTo(4);
  }

  @Test
  void bothDirectionsOfAFlowAreOneFlow() {
    // When
    add(report());
    add(
        report(
            "source.ip", "10.0.0.2",
            "source.port", "443",
            "destination.ip", "10.0.0.1",
            "destination.port", "40000"));
    // Then
    assertThat(value(0, DetectorFunction.HIGH_COUNT)).isEqualTo(1);
  }

  @Test
  void sumsAreMadeOfFinalReportsOnly() {
    // When
    add(report("flow.final", "false"));
    add(report());
    // Then
    assertThat(value(1, DetectorFunction.HIGH_SUM)).isEqualTo(100);
  }

  @Test
  void whatIsNoFinalReportIsCountedWithItsReason() {
    // Given
    Map<String, String> noFlow = report();
    noFlow.remove("flow.final");
    // When
    add(report());
    add(report("flow.final", "false"));
    add(report("flow.final", "false"));
    add(noFlow);
    add(Map.of("flow.final", "true"));
    // Then
    assertThat(fold.statistics().counted()).isEqualTo(1);
    assertThat(fold.statistics().skipped())
        .isEqualTo(
            Map.of(
                SkipReason.LIVING_FLOW, 2L,
                SkipReason.NOT_A_FLOW, 1L,
                SkipReason.UNIDENTIFIED_FLOW, 1L));
  }
}

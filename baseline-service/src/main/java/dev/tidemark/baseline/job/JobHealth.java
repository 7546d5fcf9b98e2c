package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.definition.Spans;
import dev.tidemark.baseline.job.ShardTable.ShardState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with a job, from what its shards last committed. */
final class JobHealth {

  /** Shards commit ticks every 10 s at the latest; beyond this they stand still. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A source that is not alive for this long is missed, however short the buckets are. */
  static final Duration SILENCE = Duration.ofMinutes(30);

  private static final double LATE_SHARE = 0.01;

  private JobHealth() {}

  /**
   * One thing that is not as it should be.
   *
   * @param severity degraded or failing
   * @param code stable word
   * @param detail what is wrong and what helps
   */
  @RegisterForReflection
  public record Reason(String severity, String code, String detail) {
    static Reason degraded(String code, String detail) {
      return new Reason("degraded", code, detail);
    }

    static Reason failing(String code, String detail) {
      return new Reason("failing", code, detail);
    }
  }

  static String worst(List<Reason> reasons) {
    if (reasons.stream().anyMatch(reason -> reason.severity().equals("failing"))) {
      return "failing";
    }
    return reasons.isEmpty() ? "ok" : "degraded";
  }

  static List<Reason> reasons(Job job, List<ShardState> shards, Instant now) {
    List<Reason> reasons = new ArrayList<>();
    if (job.state() == Job.State.CLOSED) {
      return reasons;
    }
    boolean settled = now.isAfter(job.updatedAt().plus(PATIENCE));
    long behind = shards.stream().filter(shard -> shard.revision() < job.revision()).count();
    long missing = job.definition().shards() - shards.size() + behind;
    if (settled && missing > 0) {
      reasons.add(
          Reason.failing(
              "not_followed",
              missing
                  + " shards have not taken over the job's last change of "
                  + job.updatedAt()
                  + ": look at readiness and lag of baseline-service"));
    }
    if (job.state() == Job.State.LIVE) {
      shards.forEach(shard -> live(job, shard, now, reasons));
    }
    shards.forEach(shard -> late(job, shard, reasons));
    return reasons;
  }

  private static void live(Job job, ShardState shard, Instant now, List<Reason> reasons) {
    Instant from = job.liveFrom() == null ? job.updatedAt() : job.liveFrom();
    Duration lateness = job.definition().allowedLateness();
    if (now.isBefore(from.plus(lateness).plus(PATIENCE))) {
      return;
    }
    Instant watermark = Instant.ofEpochMilli(shard.watermarkMillis());
    Duration lag = Duration.between(watermark, now.minus(lateness));
    if (lag.compareTo(PATIENCE) > 0) {
      reasons.add(
          Reason.failing(
              "lagging",
              "shard "
                  + shard.shard()
                  + " stands at "
                  + watermark
                  + ", "
                  + Spans.format(Duration.ofSeconds(lag.toSeconds()))
                  + " behind: ingest-service sends no ticks, or baseline-service cannot work"
                  + " (PostgreSQL or scoring away?); see its readiness"));
    }
    Duration gap = job.definition().bucketSpan().length().multipliedBy(shard.trailingGaps());
    if (shard.trailingGaps() >= 2 && gap.compareTo(SILENCE) >= 0) {
      reasons.add(
          Reason.degraded(
              "no_data",
              "shard "
                  + shard.shard()
                  + ": the source was not alive for "
                  + Spans.format(gap)
                  + "; send events or heartbeats"));
    }
  }

  private static void late(Job job, ShardState shard, List<Reason> reasons) {
    ShardLateness late = ShardLateness.of(shard.statistics());
    if (late.events() == 0 || (double) late.late() / late.events() <= LATE_SHARE) {
      return;
    }
    reasons.add(
        Reason.degraded(
            "late_events",
            "shard "
                + shard.shard()
                + ": "
                + late.late()
                + " of "
                + late.events()
                + " events of the last hour came later than allowed_lateness "
                + Spans.format(job.definition().allowedLateness())
                + (late.holds999() == null
                    ? ""
                    : "; " + Spans.format(late.holds999()) + " would hold 99.9 %")));
  }
}

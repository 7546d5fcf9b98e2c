package dev.tidemark.alert.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.alert.pipeline.Silence;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a job of a rule does.
 *
 * @param job its id
 * @param status missing, closed, backfilling, stale, lagging or ok
 * @param reason why, in words
 * @param judgedUntil buckets that end then or before are judged; absent before the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobStatus(
    String job,
    String status,
    String reason,
    @JsonProperty("judged_until") @Nullable Instant judgedUntil) {

  private static final long LAG_SECONDS = 5 * 60L;

  /**
   * How far judging has come in a job.
   *
   * @param untilSecond the least of its shards
   * @param spanSeconds bucket span
   * @param trailingGaps the most gaps in a row at the end, of its shards
   */
  record Progress(long untilSecond, long spanSeconds, long trailingGaps) {}

  static JobStatus of(String id, Optional<JobFacts> job, Optional<Progress> progress, Instant now) {
    Instant judged =
        progress
            .filter(found -> found.untilSecond() > 0)
            .map(found -> Instant.ofEpochSecond(found.untilSecond()))
            .orElse(null);
    if (job.isEmpty()) {
      return new JobStatus(id, "missing", "there is no job '" + id + "'; create it", judged);
    }
    JobFacts facts = job.get();
    return switch (facts.state()) {
      case "live" -> live(id, facts, progress, judged, now);
      case "backfilling" ->
          new JobStatus(
              id, "backfilling", "its backfill goes on; live events do not count", judged);
      default -> new JobStatus(id, "closed", "nothing counts; open the job", judged);
    };
  }

  private static JobStatus live(
      String id, JobFacts job, Optional<Progress> progress, @Nullable Instant judged, Instant now) {
    long gaps = progress.map(Progress::trailingGaps).orElse(0L);
    if (Silence.lasts(gaps, job.spanSeconds())) {
      return new JobStatus(
          id,
          "stale",
          "no sign of life from its source for %d min".formatted(gaps * job.spanSeconds() / 60),
          judged);
    }
    long from = Math.max(job.liveFromSecond(), progress.map(Progress::untilSecond).orElse(0L));
    long due = from + job.spanSeconds() + job.latenessMillis() / 1_000;
    long lag = now.getEpochSecond() - due;
    if (lag > LAG_SECONDS) {
      return new JobStatus(
          id,
          "lagging",
          "the bucket that ended at %s was to be judged %d min ago"
              .formatted(Instant.ofEpochSecond(from + job.spanSeconds()), lag / 60),
          judged);
    }
    return new JobStatus(id, "ok", "judged as buckets close", judged);
  }
}

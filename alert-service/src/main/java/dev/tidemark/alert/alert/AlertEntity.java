package dev.tidemark.alert.alert;

import dev.tidemark.alert.pipeline.Effect;
import dev.tidemark.alert.pipeline.Episode;
import dev.tidemark.alert.pipeline.Severity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * An alert's row. Evidence is text, written once at the opening; the peak's and the latest are
 * beside it.
 */
@Entity
@Table(name = "alert")
public class AlertEntity {

  /** A bucket that ended longer ago than this makes a delayed alert. */
  static final Duration DELAYED = Duration.ofMinutes(30);

  @Id String id = "";

  @PartitionKey
  @Column(name = "opened_bucket", updatable = false)
  Instant openedBucket = Instant.EPOCH;

  @Column String kind = "";

  @Column(name = "rule_id")
  String ruleId = "";

  @Column(name = "job_id")
  String jobId = "";

  @Column(name = "job_uid")
  String jobUid = "";

  @Column int shard;
  @Column String status = AlertStatus.OPEN.word();

  @Column(name = "close_reason")
  @Nullable String closeReason;

  @Column @Nullable String teaching;
  @Column int severity;

  @Column(name = "risk_score")
  int riskScore;

  @Column double score;
  @Column String origin = "";

  @Column(name = "delay_s")
  long delaySeconds;

  @Column(name = "opened_at")
  Instant openedAt = Instant.EPOCH;

  @Column(name = "updated_at")
  Instant updatedAt = Instant.EPOCH;

  @Column(name = "recovered_at")
  @Nullable Instant recoveredAt;

  @Column(name = "ended_bucket")
  @Nullable Instant endedBucket;

  @Column String rule = "{}";
  @Column String opening = "{}";
  @Column String peak = "{}";
  @Column String latest = "{}";
  @Column String search = "";
  @Column int sequence;
  @Version @Column long version;

  /** For Hibernate. */
  protected AlertEntity() {}

  /**
   * Who raised an alert, and where.
   *
   * @param rule the rule as JSON
   * @param riskScore its risk score
   * @param jobId the job
   * @param jobUid the job's uid
   * @param shard the shard
   */
  public record Source(String rule, int riskScore, String jobId, String jobUid, int shard) {}

  /** A new alert. */
  public static AlertEntity of(Episode episode, Source source, String evidence, Instant now) {
    AlertEntity alert = new AlertEntity();
    alert.id = episode.alertId();
    alert.openedBucket = Instant.ofEpochSecond(episode.openedSecond());
    alert.kind = episode.noData() ? "no_data" : "anomaly";
    alert.ruleId = episode.ruleId();
    alert.jobId = source.jobId();
    alert.jobUid = source.jobUid();
    alert.shard = source.shard();
    alert.severity = episode.severity().rank();
    alert.riskScore = source.riskScore();
    alert.score = episode.peakScore();
    alert.delaySeconds = Math.max(0, now.getEpochSecond() - episode.lastEndSecond());
    alert.openedAt = now;
    alert.updatedAt = now;
    alert.rule = source.rule();
    alert.opening = evidence;
    alert.peak = evidence;
    alert.latest = evidence;
    alert.search = (evidence + " " + source.rule()).toLowerCase(Locale.ROOT);
    return alert;
  }

  /** Says whether it happened as it was seen. */
  public void live(boolean live) {
    origin = live ? "live" : "history";
  }

  /** One more record. */
  public void update(Effect.Updated update, Instant now) {
    latest = update.anomaly().evidence();
    severity = Math.max(severity, update.episode().severity().rank());
    // An equal score is the same record told again with more known, or a later one: the later
    // counts.
    if (!update.anomaly().skipped() && update.anomaly().score() >= score) {
      peak = latest;
      score = update.anomaly().score();
    }
    updatedAt = now;
  }

  /** The episode is over. */
  public void recover(Effect.Recovered recovered, Instant now) {
    recoveredAt = now;
    endedBucket = Instant.ofEpochSecond(recovered.episode().lastEndSecond());
    updatedAt = now;
  }

  /** Takes the number of its next notification. */
  public int nextSequence() {
    return ++sequence;
  }

  /** The alert's id. */
  public String id() {
    return id;
  }

  /** Whether a person has closed it. */
  public boolean isClosed() {
    return status.equals(AlertStatus.CLOSED.word());
  }

  /**
   * A person says what the alert is now. What was told to the baseline stays told; what waits is
   * forgotten when the alert is opened again or closed for another reason.
   */
  void become(AlertChange made, StatusChange change, Instant now) {
    status = made.toStatus;
    closeReason = change.reason();
    updatedAt = now;
    if (kind.equals("anomaly") && !Teaching.TOLD.equals(teaching)) {
      teaching = change.teaches() ? Teaching.WAITING : null;
    }
  }

  Severity worst() {
    return Severity.ofRank(severity);
  }

  boolean isDelayed() {
    return origin.equals("live") && delaySeconds > DELAYED.toSeconds();
  }
}

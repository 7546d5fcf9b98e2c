package dev.tidemark.baseline.backfill;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backfill session's row. */
@Entity
@Table(name = "backfill")
public class BackfillEntity {

  static final String RUNNING = "running";
  static final String FAILED = "failed";
  static final String ENDING = "ending";
  static final String ENDED = "ended";

  @Id UUID id = new UUID(0, 0);

  @Column(name = "job_uid")
  UUID jobUid = new UUID(0, 0);

  @Column String state = RUNNING;
  @Column @Nullable String reason;

  @Column(name = "starts_at")
  Instant startsAt = Instant.EPOCH;

  @Column(name = "open_alerts")
  boolean openAlerts;

  @Column(name = "advanced_until")
  @Nullable Instant advancedUntil;

  @Column(name = "end_revision")
  @Nullable Long endRevision;

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "last_activity_at")
  Instant lastActivityAt = Instant.EPOCH;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  /** For Hibernate. */
  protected BackfillEntity() {}

  static BackfillEntity begin(UUID jobUid, Instant from, boolean openAlerts, Instant now) {
    BackfillEntity entity = new BackfillEntity();
    entity.id = UUID.randomUUID();
    entity.jobUid = jobUid;
    entity.startsAt = from;
    entity.openAlerts = openAlerts;
    entity.createdAt = now;
    entity.lastActivityAt = now;
    return entity;
  }

  /** Something was sent: a session that was given up for idleness goes on. */
  void active(Instant now) {
    state = RUNNING;
    reason = null;
    lastActivityAt = now;
  }

  /** The job has the revision that ends it; shards will follow. */
  void end(long revision, Instant now) {
    state = ENDING;
    reason = null;
    endRevision = revision;
    lastActivityAt = now;
    endedAt = now;
  }

  boolean isOver() {
    return state.equals(ENDING) || state.equals(ENDED);
  }
}

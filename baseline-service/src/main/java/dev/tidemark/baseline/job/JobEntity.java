package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.CustomRule;
import dev.tidemark.baseline.definition.EventQuery;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.definition.JobDefinition;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A job's row. What is a tree is JSON, written and read by {@link JobJson}. */
@Entity
@Table(name = "job")
public class JobEntity {

  private static final String READ_JSON_FILTER = "cast(filter as text)";
  private static final String WRITE_JSON = "cast(cast(? as text) as jsonb)";

  @Id String id = "";

  @Column UUID uid = new UUID(0, 0);
  @Column String name = "";
  @Column String description = "";

  @Column(name = "bucket_span_s")
  long bucketSpanSeconds;

  @Column String counts = "";

  @Column
  @ColumnTransformer(read = READ_JSON_FILTER, write = WRITE_JSON)
  @Nullable String filter;

  @Column(name = "filter_written")
  @Nullable String filterWritten;

  @Column
  @ColumnTransformer(read = "cast(detectors as text)", write = WRITE_JSON)
  String detectors = "";

  @Column
  @ColumnTransformer(read = "cast(influencers as text)", write = WRITE_JSON)
  String influencers = "";

  @Column int shards;

  @Column(name = "time_zone")
  String timeZone = "";

  @Column(name = "allowed_lateness_ms")
  long allowedLatenessMillis;

  @Column(name = "record_threshold")
  double recordThreshold;

  @Column(name = "minimum_actual")
  double minimumActual;

  @Column(name = "minimum_factor")
  double minimumFactor;

  @Column
  @ColumnTransformer(read = "cast(liveness as text)", write = WRITE_JSON)
  @Nullable String liveness;

  @Column(name = "liveness_written")
  @Nullable String livenessWritten;

  @Column(name = "model_plot")
  boolean modelPlot;

  @Column String state = "";

  @Column(name = "live_from")
  @Nullable Instant liveFrom;

  @Column(name = "backfill_id")
  @Nullable UUID backfillId;

  @Column(name = "scheduled_events")
  @ColumnTransformer(read = "cast(scheduled_events as text)", write = WRITE_JSON)
  String scheduledEvents = "[]";

  @Column boolean shipped;
  @Column long revision;

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "updated_at")
  Instant updatedAt = Instant.EPOCH;

  /** For Hibernate. */
  protected JobEntity() {}

  static JobEntity of(Job job) {
    JobEntity entity = new JobEntity();
    entity.id = job.id();
    entity.become(job);
    return entity;
  }

  /** Takes over everything of a job but its id. */
  final void become(Job job) {
    JobDefinition definition = job.definition();
    uid = job.uid();
    name = definition.name();
    description = definition.description();
    bucketSpanSeconds = definition.bucketSpan().seconds();
    counts = definition.counts().text();
    filter = EventQueryJson.condition(definition.filter());
    filterWritten = written(definition.filter());
    detectors = JobJson.writeDetectors(definition.detectors());
    influencers = JobJson.writeTexts(definition.influencers());
    shards = definition.shards();
    timeZone = definition.timeZone().getId();
    allowedLatenessMillis = definition.allowedLateness().toMillis();
    recordThreshold = definition.recordThreshold();
    minimumActual = definition.customRule().minimumActual();
    minimumFactor = definition.customRule().minimumFactor();
    liveness = EventQueryJson.condition(definition.liveness());
    livenessWritten = written(definition.liveness());
    modelPlot = definition.modelPlot();
    state = job.state().name().toLowerCase(Locale.ROOT);
    liveFrom = job.liveFrom();
    backfillId = job.backfillId();
    scheduledEvents = ScheduledEventJson.writeAll(job.scheduledEvents());
    shipped = job.shipped();
    revision = job.revision();
    createdAt = job.createdAt();
    updatedAt = job.updatedAt();
  }

  private static @Nullable String written(@Nullable EventQuery query) {
    return query == null ? null : query.written();
  }

  /** The job as the row has it. */
  Job toJob() {
    return new Job(
        uid,
        definition(),
        Job.State.valueOf(state.toUpperCase(Locale.ROOT)),
        liveFrom,
        backfillId,
        ScheduledEventJson.readAll(scheduledEvents),
        shipped,
        revision,
        createdAt,
        updatedAt);
  }

  private JobDefinition definition() {
    return new JobDefinition(
        id,
        name,
        description,
        BucketSpan.ofSeconds(bucketSpanSeconds),
        Counts.valueOf(counts.toUpperCase(Locale.ROOT)),
        EventQueryJson.stored(filter, filterWritten),
        JobJson.readDetectors(detectors),
        JobJson.readTexts(influencers),
        shards,
        ZoneId.of(timeZone),
        Duration.ofMillis(allowedLatenessMillis),
        recordThreshold,
        new CustomRule(minimumActual, minimumFactor),
        EventQueryJson.stored(liveness, livenessWritten),
        modelPlot);
  }
}

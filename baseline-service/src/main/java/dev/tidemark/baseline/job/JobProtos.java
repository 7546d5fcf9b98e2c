package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.Condition;
import dev.tidemark.baseline.definition.DetectorDefinition;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.definition.JobDefinition;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.proto.job.v1.CustomRule;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Filter;
import dev.tidemark.proto.job.v1.Filters;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.Series;
import dev.tidemark.proto.job.v1.Terms;
import java.util.List;

/** A job as other services and the log know it. */
public final class JobProtos {

  private JobProtos() {}

  /** Writes a job for topics and gRPC. */
  public static dev.tidemark.proto.job.v1.Job job(Job job) {
    JobDefinition definition = job.definition();
    var proto =
        dev.tidemark.proto.job.v1.Job.newBuilder()
            .setId(job.id())
            .setUid(job.uid().toString())
            .setName(definition.name())
            .setDescription(definition.description())
            .setBucketSpanS(definition.bucketSpan().seconds())
            .setCountsValue(definition.counts().number())
            .addAllInfluencers(definition.influencers())
            .setShards(definition.shards())
            .setTimeZone(definition.timeZone().getId())
            .setAllowedLatenessMs(definition.allowedLateness().toMillis())
            .setRecordThreshold(definition.recordThreshold())
            .setCustomRule(
                CustomRule.newBuilder()
                    .setMinimumActual(definition.customRule().minimumActual())
                    .setMinimumFactor(definition.customRule().minimumFactor()))
            .setModelPlot(definition.modelPlot())
            .setState(state(job.state()))
            .setLiveFromS(job.liveFrom() == null ? 0 : job.liveFrom().getEpochSecond())
            .setRevision(job.revision())
            .setShipped(job.shipped())
            .setBackfillId(job.backfillId() == null ? "" : job.backfillId().toString());
    job.scheduledEvents().forEach(event -> proto.addScheduledEvents(event(event)));
    definition
        .detectors()
        .forEach(detector -> proto.addDetectors(detector(detector, definition.counts())));
    if (definition.filter() != null) {
      proto.setFilter(filter(definition.filter()));
    }
    if (definition.liveness() != null) {
      proto.setLiveness(filter(definition.liveness()));
    }
    return proto.build();
  }

  private static JobState state(Job.State state) {
    return switch (state) {
      case CLOSED -> JobState.JOB_STATE_CLOSED;
      case LIVE -> JobState.JOB_STATE_LIVE;
      case BACKFILLING -> JobState.JOB_STATE_BACKFILLING;
    };
  }

  private static Detector detector(DetectorDefinition detector, Counts counts) {
    return Detector.newBuilder()
        .setFunctionValue(detector.function().number())
        .setField(detector.field())
        .setByField(detector.byField())
        .setPartitionField(detector.partitionField())
        .setDescription(detector.description(counts))
        .build();
  }

  private static dev.tidemark.proto.job.v1.ScheduledEvent event(ScheduledEvent event) {
    var proto =
        dev.tidemark.proto.job.v1.ScheduledEvent.newBuilder()
            .setId(event.id())
            .setName(event.name())
            .setFromS(event.from().getEpochSecond())
            .setToS(event.to().getEpochSecond());
    if (event.recurrence() != null) {
      proto.setRrule(event.recurrence().rule()).setTimeZone(event.recurrence().zone().getId());
    }
    SeriesKey series = event.series();
    if (series != null) {
      proto.setSeries(
          Series.newBuilder()
              .setDetector(series.detector())
              .setPartitionValue(series.partitionValue())
              .setByValue(series.byValue()));
    }
    return proto.build();
  }

  private static Filter filter(Condition condition) {
    Filter.Builder filter = Filter.newBuilder();
    switch (condition) {
      case Condition.All all -> filter.setAll(filters(all.conditions()));
      case Condition.Any any -> filter.setAny(filters(any.conditions()));
      case Condition.Not not -> filter.setNot(filter(not.condition()));
      case Condition.Terms terms ->
          filter.setTerms(Terms.newBuilder().setField(terms.field()).addAllValues(terms.in()));
      case Condition.Exists exists -> filter.setExists(exists.field());
    }
    return filter.build();
  }

  private static Filters filters(List<Condition> conditions) {
    return Filters.newBuilder()
        .addAllFilters(conditions.stream().map(JobProtos::filter).toList())
        .build();
  }
}

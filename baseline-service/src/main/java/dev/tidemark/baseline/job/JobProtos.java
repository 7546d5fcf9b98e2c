package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.DetectorDefinition;
import dev.tidemark.baseline.definition.EventQuery;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.definition.JobDefinition;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.query.Bound;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.proto.job.v1.Cidr;
import dev.tidemark.proto.job.v1.CustomRule;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Filter;
import dev.tidemark.proto.job.v1.Filters;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.Range;
import dev.tidemark.proto.job.v1.Series;
import dev.tidemark.proto.job.v1.Terms;
import dev.tidemark.proto.job.v1.Wildcard;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    asked(definition.filter()).ifPresent(condition -> proto.setFilter(filter(condition)));
    asked(definition.liveness()).ifPresent(condition -> proto.setLiveness(filter(condition)));
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

  /** What is asked of events; empty: nothing. */
  private static Optional<Condition> asked(@Nullable EventQuery query) {
    return Optional.ofNullable(query)
        .map(EventQuery::condition)
        .filter(condition -> !condition.equals(Condition.ANY));
  }

  private static Filter filter(Condition condition) {
    Filter.Builder filter = Filter.newBuilder();
    switch (condition) {
      case Condition.All all -> filter.setAll(filters(all.parts()));
      case Condition.AnyOf any -> filter.setAny(filters(any.parts()));
      case Condition.Not not -> filter.setNot(filter(not.part()));
      case Condition.Terms terms ->
          filter.setTerms(Terms.newBuilder().setField(terms.field()).addAllValues(terms.values()));
      case Condition.Exists exists -> filter.setExists(exists.field());
      case Condition.Range range -> filter.setRange(range(range));
      case Condition.Wildcard wildcard ->
          filter.setWildcard(
              Wildcard.newBuilder().setField(wildcard.field()).setPattern(wildcard.pattern()));
      case Condition.Cidr cidr ->
          filter.setCidr(
              Cidr.newBuilder().setField(cidr.field()).setNetwork(cidr.network().toString()));
    }
    return filter.build();
  }

  private static Range range(Condition.Range range) {
    Range.Builder proto = Range.newBuilder().setField(range.field());
    Bound lower = range.lower();
    if (lower != null) {
      var unused = lower.inclusive() ? proto.setGte(lower.text()) : proto.setGt(lower.text());
    }
    Bound upper = range.upper();
    if (upper != null) {
      var unused = upper.inclusive() ? proto.setLte(upper.text()) : proto.setLt(upper.text());
    }
    return proto.build();
  }

  private static Filters filters(List<Condition> conditions) {
    return Filters.newBuilder()
        .addAllFilters(conditions.stream().map(JobProtos::filter).toList())
        .build();
  }
}

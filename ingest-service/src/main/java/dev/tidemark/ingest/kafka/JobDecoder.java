package dev.tidemark.ingest.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.query.Bound;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Conditions;
import dev.tidemark.contract.query.Network;
import dev.tidemark.ingest.fold.DetectorSpec;
import dev.tidemark.ingest.fold.JobSpec;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Filter;
import dev.tidemark.proto.job.v1.Filters;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values of topic {@code tidemark.jobs}. */
final class JobDecoder {

  private JobDecoder() {}

  /**
   * Reads a job.
   *
   * @param key the record's key
   * @throws IllegalArgumentException if it is not a job that can be used; the message says why
   */
  static JobSpec decode(String key, byte[] value) {
    Job job = parse(value);
    if (!job.getId().equals(key)) {
      throw new IllegalArgumentException("the key is not the job's id '" + job.getId() + "'");
    }
    return new JobSpec(
        job.getId(),
        job.getUid(),
        BucketSpan.ofSeconds(job.getBucketSpanS()),
        job.getShards(),
        Counts.ofNumber(job.getCountsValue()),
        job.hasFilter() ? condition(job.getFilter()) : Condition.ANY,
        job.hasLiveness() ? condition(job.getLiveness()) : Condition.ANY,
        job.getDetectorsList().stream().map(JobDecoder::detector).toList(),
        job.getInfluencersList(),
        phase(job));
  }

  private static Job parse(byte[] value) {
    try {
      return Job.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a job: " + e.getMessage(), e);
    }
  }

  private static JobSpec.Phase phase(Job job) {
    return switch (job.getState()) {
      case JOB_STATE_CLOSED -> new JobSpec.Closed();
      case JOB_STATE_LIVE -> new JobSpec.Live(job.getLiveFromS());
      case JOB_STATE_BACKFILLING -> new JobSpec.Backfilling(job.getBackfillId());
      case JOB_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("job '" + job.getId() + "' has an unknown state");
    };
  }

  private static DetectorSpec detector(Detector detector) {
    DetectorFunction function = DetectorFunction.ofNumber(detector.getFunctionValue());
    return new DetectorSpec(
        function,
        function.measure().needsField() ? detector.getField() : "",
        detector.getByField(),
        detector.getPartitionField());
  }

  private static Condition condition(Filter filter) {
    return switch (filter.getConditionCase()) {
      case ALL -> Conditions.all(conditions(filter.getAll()));
      case ANY -> Conditions.anyOf(conditions(filter.getAny()));
      case NOT -> Conditions.not(condition(filter.getNot()));
      case TERMS ->
          new Condition.Terms(filter.getTerms().getField(), filter.getTerms().getValuesList());
      case EXISTS -> new Condition.Exists(filter.getExists());
      case RANGE -> range(filter.getRange());
      case WILDCARD ->
          new Condition.Wildcard(
              filter.getWildcard().getField(), filter.getWildcard().getPattern());
      case CIDR ->
          new Condition.Cidr(
              filter.getCidr().getField(), Network.parse(filter.getCidr().getNetwork()));
      case CONDITION_NOT_SET ->
          throw new IllegalArgumentException("a filter has an unknown condition");
    };
  }

  private static Condition range(Range range) {
    return new Condition.Range(
        range.getField(),
        bound(range.getGt(), range.getGte()),
        bound(range.getLt(), range.getLte()));
  }

  private static @Nullable Bound bound(String exclusive, String inclusive) {
    if (!exclusive.isEmpty() && !inclusive.isEmpty()) {
      throw new IllegalArgumentException("a range has two bounds on one side");
    }
    if (exclusive.isEmpty() && inclusive.isEmpty()) {
      return null;
    }
    return exclusive.isEmpty() ? new Bound(inclusive, true) : new Bound(exclusive, false);
  }

  private static List<Condition> conditions(Filters filters) {
    return filters.getFiltersList().stream().map(JobDecoder::condition).toList();
  }
}

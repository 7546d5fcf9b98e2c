package dev.tidemark.baseline.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.baseline.bucket.ShardJob;
import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.proto.job.v1.CustomRule;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.Series;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;

/** Jobs as {@code tidemark.job.v1.Job}: on the log and in the shard's row. */
public final class JobCodec {

  private JobCodec() {}

  /** The job as the log gave it. */
  record ProtoJob(Job job) implements ShardJob.Encoded {
    @Override
    public byte[] bytes() {
      return job.toByteArray();
    }
  }

  /** The message behind a shard's job. */
  static Job proto(ShardJob job) {
    return ((ProtoJob) job.encoded()).job();
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalArgumentException if it cannot be read; the message says why
   */
  public static ShardJob decode(byte[] bytes) {
    try {
      return job(Job.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a stored job", e);
    }
  }

  static ShardJob job(Job job) {
    CustomRule rule = job.getCustomRule();
    return new ShardJob(
        job.getId(),
        job.getUid(),
        BucketSpan.ofSeconds(job.getBucketSpanS()),
        zone(job),
        job.getAllowedLatenessMs(),
        job.getDetectorsList().stream()
            .map(Detector::getFunctionValue)
            .map(DetectorFunction::ofNumber)
            .toList(),
        job.getDetectorsList().stream().map(JobCodec::isSplit).toList(),
        Math.max(1, job.getShards()),
        job.getRecordThreshold(),
        rule.getMinimumActual(),
        rule.getMinimumFactor(),
        job.getState() == JobState.JOB_STATE_LIVE,
        job.getLiveFromS(),
        calendar(job),
        job.getModelPlot(),
        new ProtoJob(job));
  }

  private static boolean isSplit(Detector detector) {
    return !detector.getPartitionField().isEmpty() || !detector.getByField().isEmpty();
  }

  private static ZoneId zone(Job job) {
    return zone(job, job.getTimeZone());
  }

  private static ZoneId zone(Job job, String name) {
    try {
      return name.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("job '" + job.getId() + "': " + e.getMessage(), e);
    }
  }

  private static Calendar calendar(Job job) {
    return Calendar.of(
        job.getScheduledEventsList().stream().map(event -> event(job, event)).toList());
  }

  private static ScheduledEvent event(Job job, dev.tidemark.proto.job.v1.ScheduledEvent event) {
    Series series = event.getSeries();
    return new ScheduledEvent(
        event.getId(),
        event.getName(),
        Instant.ofEpochSecond(LogDecoder.time(event.getFromS())),
        Instant.ofEpochSecond(LogDecoder.time(event.getToS())),
        event.getRrule().isEmpty()
            ? null
            : new ScheduledEvent.Recurrence(event.getRrule(), zone(job, event.getTimeZone())),
        event.hasSeries()
            ? new SeriesKey(series.getDetector(), series.getPartitionValue(), series.getByValue())
            : null);
  }
}

package dev.tidemark.baseline.job;

import dev.tidemark.baseline.bucket.Expectation;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.job.JobRepository.Change;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.proto.bucket.v1.ExpectBuckets;
import dev.tidemark.proto.job.v1.Series;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Passes on to the owner of a series what a person expected of it. */
@ApplicationScoped
public class ExpectedBuckets {

  private final JobRepository repository;

  ExpectedBuckets(JobRepository repository) {
    this.repository = repository;
  }

  /**
   * Buckets of one series that a person expected.
   *
   * @param key identity of what is said: the same again changes nothing for 24 hours
   * @param series which series
   * @param from start of the first bucket, epoch seconds
   * @param to exclusive end, epoch seconds, at most 1,000 buckets later
   */
  public record Expected(String key, SeriesKey series, long from, long to) {}

  /**
   * Has a series learn what was expected, at a place of the log; UNKNOWN_JOB if there is no such
   * creation of the job, INVALID_BODY if the rest cannot be.
   */
  public Uni<Job> expect(String jobId, UUID uid, Expected expected, String actor) {
    return repository.change(
        jobId, (session, job) -> Uni.createFrom().item(() -> told(job, uid, expected, actor)));
  }

  private static Change told(Job job, UUID uid, Expected expected, String actor) {
    if (!job.uid().equals(uid)) {
      throw new Refusal(
          Refusal.Code.UNKNOWN_JOB, "Job '" + job.id() + "' is another one than " + uid + ".");
    }
    check(job, expected);
    SeriesKey series = expected.series();
    ExpectBuckets expect =
        ExpectBuckets.newBuilder()
            .setKey(expected.key())
            .setSeries(
                Series.newBuilder()
                    .setDetector(series.detector())
                    .setPartitionValue(series.partitionValue())
                    .setByValue(series.byValue()))
            .setFromS(expected.from())
            .setToS(expected.to())
            .build();
    return Change.tell(job, ShardCommands.expect(job, expect, series, actor));
  }

  private static void check(Job job, Expected expected) {
    if (expected.key().isBlank()) {
      throw invalid("key is empty");
    }
    if (expected.series().detector() >= job.definition().detectors().size()) {
      throw invalid("there is no detector " + expected.series().detector());
    }
    long longest = Expectation.MOST_BUCKETS * job.definition().bucketSpan().seconds();
    if (expected.from() < 0
        || expected.to() <= expected.from()
        || expected.to() - expected.from() > longest) {
      throw invalid("from_s and to_s do not hold 1 to " + Expectation.MOST_BUCKETS + " buckets");
    }
  }

  private static Refusal invalid(String detail) {
    return new Refusal(Refusal.Code.INVALID_BODY, detail);
  }
}

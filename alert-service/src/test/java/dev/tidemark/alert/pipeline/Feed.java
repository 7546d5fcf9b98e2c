package dev.tidemark.alert.pipeline;

import dev.tidemark.contract.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes a shard's feed, bucket by bucket. */
final class Feed {

  static final long SPAN = 900;
  static final String JOB = "traffic";
  static final RuleTerms RULE = rule("spike", 75, Severity.LOW, true);
  static final RuleTerms SILENCE =
      new RuleTerms(
          "no-data", RuleTerms.Kind.NO_DATA, Set.of(), 0, ScoreOf.JOB, Severity.MEDIUM, true);
  static final Anomaly.History OLD = new Anomaly.History(5_000, 30 * 86_400L);

  private final List<FeedMessage> messages = new ArrayList<>();
  private long bucket = 1_000 * SPAN;

  static RuleTerms rule(String id, double threshold, Severity severity, boolean enabled) {
    return new RuleTerms(
        id,
        RuleTerms.Kind.MACHINE_LEARNING,
        Set.of(JOB),
        threshold,
        ScoreOf.SERIES,
        severity,
        enabled);
  }

  static Anomaly anomaly(long start, double score) {
    return new Anomaly(
        "record-" + start,
        JOB,
        SeriesKey.of(0),
        start,
        SPAN,
        score,
        score,
        false,
        false,
        Anomaly.Origin.LIVE,
        false,
        OLD,
        "{\"anomaly_score\":" + score + "}");
  }

  /** Start of the bucket that is open. */
  long start() {
    return bucket;
  }

  Feed tell(Anomaly anomaly) {
    messages.add(new FeedMessage.Told(messages.size() + 1L, anomaly));
    return this;
  }

  /** A bucket with a record. */
  Feed anomalous(double score) {
    return tell(anomaly(bucket, score)).close(0);
  }

  /** Buckets without a record. */
  Feed quiet(int buckets) {
    for (int i = 0; i < buckets; i++) {
      close(0);
    }
    return this;
  }

  /** Buckets in which the source was not alive. */
  Feed gaps(int buckets) {
    for (int i = 1; i <= buckets; i++) {
      close(i);
    }
    return this;
  }

  private Feed close(int trailingGaps) {
    messages.add(
        new FeedMessage.Closing(
            messages.size() + 1L,
            JOB,
            bucket,
            bucket + SPAN,
            SPAN,
            trailingGaps > 0 ? 1 : 0,
            trailingGaps,
            true));
    bucket += SPAN;
    return this;
  }

  /** One closing for many quiet buckets. */
  Feed closeAtOnce(int buckets) {
    messages.add(
        new FeedMessage.Closing(
            messages.size() + 1L, JOB, bucket, bucket + buckets * SPAN, SPAN, 0, 0, true));
    bucket += buckets * SPAN;
    return this;
  }

  List<FeedMessage> messages() {
    return List.copyOf(messages);
  }

  Judgement judged(RuleTerms... rules) {
    return Judge.judge(ShardState.empty("uid", 0), messages, List.of(rules));
  }
}

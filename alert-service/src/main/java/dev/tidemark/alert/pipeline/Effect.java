package dev.tidemark.alert.pipeline;

import org.jspecify.annotations.Nullable;

/** Something that happens, in order. */
public sealed interface Effect {

  /** What is to be told of a change. */
  enum Telling {
    /** Nothing. */
    NOTHING,
    /** The score rose by 10 or more. */
    SCORE_ROSE,
    /** The severity rose. */
    SEVERITY_ROSE
  }

  /**
   * An alert opens.
   *
   * @param episode its episode
   * @param anomaly the record that opens it
   * @param live whether it happened as it was seen
   */
  record Opened(Episode episode, Anomaly anomaly, boolean live) implements Effect {}

  /**
   * One more record of an alert.
   *
   * @param episode with the record
   * @param anomaly the record
   * @param peak whether its score is the highest so far
   * @param telling what is to be told
   */
  record Updated(Episode episode, Anomaly anomaly, boolean peak, Telling telling)
      implements Effect {}

  /**
   * An alert opens for missing data.
   *
   * @param episode its episode
   * @param jobId the job
   * @param untilSecond end of the last gap so far
   */
  record DataMissing(Episode episode, String jobId, long untilSecond) implements Effect {}

  /**
   * An episode is over.
   *
   * @param episode as it ended
   * @param atSecond when that was clear, in event time
   */
  record Recovered(Episode episode, long atSecond) implements Effect {}

  /**
   * A rule has judged a record.
   *
   * @param ruleId the rule
   * @param anomaly the record
   * @param decision what it makes of it
   * @param episode the alert's episode; null if there is none
   */
  record Decided(String ruleId, Anomaly anomaly, Decision decision, @Nullable Episode episode)
      implements Effect {}
}

package dev.tidemark.alert.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The questions, in order. */
final class Stages {

  private static final long WARM_BUCKETS = 8;
  private static final long WARM_SECONDS = 2 * 3_600L;
  private static final long LEARNED_SECONDS = 14 * 86_400L;
  private static final double LEARNING_SCORE = 90;

  /** Asked of every record, even one of an episode. */
  private static final List<Stage> ADMISSION = List.of(Stages::enabled, Stages::origin);

  /** Asked of a record that would open an alert. */
  private static final List<Stage> OPENING =
      List.of(Stages::skipped, Stages::threshold, Stages::age);

  private Stages() {}

  static Optional<Decision> admission(Anomaly anomaly, RuleTerms rule) {
    return first(ADMISSION, anomaly, rule);
  }

  static Optional<Decision> opening(Anomaly anomaly, RuleTerms rule) {
    return first(OPENING, anomaly, rule);
  }

  private static Optional<Decision> first(List<Stage> stages, Anomaly anomaly, RuleTerms rule) {
    return stages.stream().flatMap(stage -> stage.objection(anomaly, rule).stream()).findFirst();
  }

  private static Optional<Decision> enabled(Anomaly anomaly, RuleTerms rule) {
    return rule.enabled()
        ? Optional.empty()
        : Optional.of(Decision.no(Reason.RULE_DISABLED, "the rule is disabled"));
  }

  private static Optional<Decision> origin(Anomaly anomaly, RuleTerms rule) {
    return anomaly.origin() != Anomaly.Origin.HISTORY
        ? Optional.empty()
        : Optional.of(
            Decision.no(Reason.HISTORY, "from a backfill that was not asked to open alerts"));
  }

  private static Optional<Decision> skipped(Anomaly anomaly, RuleTerms rule) {
    return anomaly.skipped()
        ? Optional.of(
            Decision.no(
                Reason.SKIPPED_BY_CUSTOM_RULE,
                "job '"
                    + anomaly.jobId()
                    + "' says to skip it: by its custom rule, or because the bucket is not judged"))
        : Optional.empty();
  }

  private static Optional<Decision> threshold(Anomaly anomaly, RuleTerms rule) {
    double score = rule.scoreOf().of(anomaly);
    return score >= rule.threshold()
        ? Optional.empty()
        : Optional.of(
            Decision.no(
                Reason.BELOW_THRESHOLD,
                String.format(
                    Locale.ROOT,
                    "%s score %.1f is below the threshold %.1f",
                    rule.scoreOf().word(),
                    score,
                    rule.threshold())));
  }

  private static Optional<Decision> age(Anomaly anomaly, RuleTerms rule) {
    Anomaly.History history = anomaly.history();
    if (history.buckets() < WARM_BUCKETS || history.seconds() < WARM_SECONDS) {
      return Optional.of(warming(anomaly));
    }
    double score = rule.scoreOf().of(anomaly);
    if (history.seconds() < LEARNED_SECONDS && score < LEARNING_SCORE) {
      return Optional.of(learning(anomaly, score));
    }
    return Optional.empty();
  }

  private static Decision warming(Anomaly anomaly) {
    Anomaly.History history = anomaly.history();
    long wait =
        Math.max(
            (WARM_BUCKETS - history.buckets()) * anomaly.spanSeconds(),
            WARM_SECONDS - history.seconds());
    return Decision.notBefore(
        Reason.WARMING,
        "the series has learned %d buckets over %d min; it needs 8 buckets and 2 h"
            .formatted(history.buckets(), history.seconds() / 60),
        anomaly.startSecond() + wait);
  }

  private static Decision learning(Anomaly anomaly, double score) {
    long learned = anomaly.history().seconds();
    return Decision.notBefore(
        Reason.LEARNING,
        String.format(
            Locale.ROOT,
            "the series has %.1f days of history; before 14 it alerts from score 90, this is %.1f",
            learned / 86_400.0,
            score),
        anomaly.startSecond() + LEARNED_SECONDS - learned);
  }
}

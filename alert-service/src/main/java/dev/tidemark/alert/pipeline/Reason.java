package dev.tidemark.alert.pipeline;

import java.util.Locale;

/** Why a record did or did not alert. */
public enum Reason {
  /** First of its episode: opened the alert. */
  FIRST_RECORD,
  /** Went into the alert, whose score rose by 10 or more. */
  SCORE_ROSE,
  /** Went into the alert, whose severity rose. */
  SEVERITY_ROSE,
  /** Went into the alert of its episode; nothing new to tell. */
  ALREADY_ALERTED,
  /** Went into the alert of its episode, which a person has closed. */
  SILENCED,
  /** The rule is disabled. */
  RULE_DISABLED,
  /** From a backfill that was not asked to open alerts. */
  HISTORY,
  /** The job's custom rule says to skip it, or its bucket is not judged after all. */
  SKIPPED_BY_CUSTOM_RULE,
  /** Its score is below the rule's threshold. */
  BELOW_THRESHOLD,
  /** Its series is too young to be judged. */
  WARMING,
  /** Its series is young, and its score not high enough for that. */
  LEARNING;

  /** The word in documents. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

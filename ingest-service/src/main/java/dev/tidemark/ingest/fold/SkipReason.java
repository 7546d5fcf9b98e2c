package dev.tidemark.ingest.fold;

import java.util.Locale;

/** Why an event that passed a job's filter does not count for it, or for one of its detectors. */
public enum SkipReason {
  /** The job counts flows, and this is a report of one that goes on. */
  LIVING_FLOW,
  /** The job counts flows, and this tells of none. */
  NOT_A_FLOW,
  /** The job counts flows, and nothing tells this one from others. */
  UNIDENTIFIED_FLOW,
  /** It has no value of the by or partition field. */
  MISSING_SPLIT_VALUE,
  /** The by or partition value is too long or has control characters. */
  UNUSABLE_SPLIT_VALUE,
  /** It has no value of the detector's field. */
  MISSING_AMOUNT,
  /** The value of a field that must have numbers is not a number. */
  NOT_A_NUMBER,
  /** The value of a field that must have numbers is below zero. */
  NEGATIVE_AMOUNT,
  /** The value of a field that must have numbers is not whole. */
  FRACTIONAL_AMOUNT,
  /** The value of a field that must have numbers is beyond {@link Amounts#MAX}. */
  TOO_LARGE_AMOUNT;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The stable word for it in metrics. */
  public String code() {
    return code;
  }
}

package dev.tidemark.alert.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What one rule makes of one record.
 *
 * @param alerts whether it opened an alert or went into one
 * @param reason why
 * @param detail the same in words, with the numbers that decided
 * @param readyAtSecond when a young series will be old enough, seconds since the epoch; null if age
 *     did not matter
 * @param alertId the alert; null if there is none
 */
public record Decision(
    boolean alerts,
    Reason reason,
    String detail,
    @Nullable Long readyAtSecond,
    @Nullable String alertId) {

  /** It does not alert. */
  static Decision no(Reason reason, String detail) {
    return new Decision(false, reason, detail, null, null);
  }

  /** It does not alert before a time. */
  static Decision notBefore(Reason reason, String detail, long readyAtSecond) {
    return new Decision(false, reason, detail, readyAtSecond, null);
  }

  /** It is in an alert. */
  static Decision in(String alertId, Reason reason, String detail) {
    return new Decision(true, reason, detail, null, alertId);
  }
}

package dev.tidemark.alert.pipeline;

import dev.tidemark.contract.Identity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Ids of alerts: {@code 20261124T074500Z-<32 hexadecimal digits>}. The start of the first bucket
 * stands in front, because alerts are stored by it; the rest derives from rule and first record.
 */
public final class AlertIds {

  private static final int TIME_LENGTH = 16;
  private static final int LENGTH = TIME_LENGTH + 1 + 32;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  private AlertIds() {}

  /** Id of the alert that a record opens. */
  static String of(String ruleId, Anomaly first) {
    return id(first.startSecond(), Identity.derive("alert", ruleId, first.id()));
  }

  /** Id of the alert about missing data. */
  static String ofSilence(String ruleId, String jobUid, long gapStart) {
    return id(gapStart, Identity.derive("no-data", ruleId, jobUid, Long.toString(gapStart)));
  }

  /** Start of the first bucket of the alert with an id; empty if no alert has such an id. */
  public static Optional<Instant> openedOf(String alertId) {
    if (alertId.length() != LENGTH || alertId.charAt(TIME_LENGTH) != '-') {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.parse(alertId.substring(0, TIME_LENGTH), TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notTime) {
      return Optional.empty();
    }
  }

  private static String id(long startSecond, String rest) {
    return TIME.format(LocalDateTime.ofEpochSecond(startSecond, 0, ZoneOffset.UTC)) + "-" + rest;
  }
}

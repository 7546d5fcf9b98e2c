package dev.tidemark.alert.webhook.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The Retry-After header of an answer: seconds, or an HTTP date (RFC 9110, section 10.2.3). */
public final class RetryAfter {

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * Reads the header.
   *
   * @param now the date is compared with it
   * @return the wait, not negative; empty for what is neither seconds nor a date
   */
  public static Optional<Duration> parse(String header, Instant now) {
    String text = header.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      // Longer numbers are centuries; a bound keeps the addition to an Instant in range.
      String digits = text.length() > MAX_DIGITS ? "9".repeat(MAX_DIGITS) : text;
      return Optional.of(Duration.ofSeconds(Long.parseLong(digits)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}

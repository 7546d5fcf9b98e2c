package dev.tidemark.alert.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What people have done with an alert. */
enum AlertStatus {
  /** Nothing yet. */
  OPEN,
  /** Somebody looks into it. */
  ACKNOWLEDGED,
  /** Done; its episode is silenced. */
  CLOSED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<AlertStatus> of(String word) {
    return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
  }
}

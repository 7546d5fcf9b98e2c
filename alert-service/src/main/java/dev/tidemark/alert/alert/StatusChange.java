package dev.tidemark.alert.alert;

import dev.tidemark.alert.ops.Problems;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person makes of an alert.
 *
 * @param status open, acknowledged or closed
 * @param reason why it is closed: true_positive, false_positive, expected, duplicate or other
 * @param note anything to remember
 * @param teach whether the baseline learns what was expected; null: yes, if that is the reason
 */
public record StatusChange(
    @Nullable String status,
    @Nullable String reason,
    @Nullable String note,
    @Nullable Boolean teach) {

  private static final String EXPECTED = "expected";

  private static final Set<String> REASONS =
      Set.of("true_positive", "false_positive", EXPECTED, "duplicate", "other");
  private static final int MAX_NOTE = 10_000;

  /** The status; throws the problem if anything is wrong. */
  AlertStatus checkedStatus() {
    AlertStatus wanted =
        AlertStatus.of(status == null ? "" : status)
            .orElseThrow(
                () ->
                    invalid(
                        "/status",
                        "status '" + status + "' is none of open, acknowledged, closed"));
    if (wanted == AlertStatus.CLOSED && reason == null) {
      throw invalid("/reason", "closing needs a reason: " + reasons());
    }
    if (reason != null && !REASONS.contains(reason)) {
      throw invalid("/reason", "reason '" + reason + "' is none of " + reasons());
    }
    if (reason != null && wanted != AlertStatus.CLOSED) {
      throw invalid("/reason", "only closing has a reason");
    }
    if (teach != null && !EXPECTED.equals(reason)) {
      throw invalid("/teach", "only what is closed as expected can teach the baseline");
    }
    if (note != null && note.length() > MAX_NOTE) {
      throw invalid("/note", "at most 10,000 characters, not " + note.length());
    }
    return wanted;
  }

  /** Whether the baseline is to learn of it. */
  boolean teaches() {
    return EXPECTED.equals(reason) && !Boolean.FALSE.equals(teach);
  }

  private static String reasons() {
    return "true_positive, false_positive, expected, duplicate, other";
  }

  private static RuntimeException invalid(String pointer, String detail) {
    return Problems.of("invalid-body", "Invalid body", Status.BAD_REQUEST, detail)
        .with("pointer", pointer)
        .build();
  }
}

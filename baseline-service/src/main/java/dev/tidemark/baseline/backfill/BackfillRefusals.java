package dev.tidemark.baseline.backfill;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.ops.Refusal;

/** What the backfill door refuses. */
final class BackfillRefusals {

  private BackfillRefusals() {}

  static Refusal unknown(Job job, String id) {
    return new Refusal(
        Refusal.Code.UNKNOWN_BACKFILL, "Job '" + job.id() + "' has no backfill '" + id + "'.");
  }

  static Refusal state(String detail) {
    return new Refusal(Refusal.Code.WRONG_STATE, detail);
  }

  static Refusal body(String pointer, String detail) {
    return new Refusal(Refusal.Code.INVALID_BODY, detail).with("pointer", pointer);
  }
}

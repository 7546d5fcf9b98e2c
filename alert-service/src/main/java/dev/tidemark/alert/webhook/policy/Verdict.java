package dev.tidemark.alert.webhook.policy;

import java.time.Instant;

/** What follows from an attempt. */
public sealed interface Verdict {

  /** The receiver has it. */
  record Delivered() implements Verdict {}

  /**
   * It is sent again.
   *
   * @param at not before
   */
  record Retry(Instant at) implements Verdict {}

  /**
   * It is not sent again unless a person says so.
   *
   * @param reason why
   */
  record Dead(String reason) implements Verdict {}

  /**
   * The receiver is gone: nothing more is sent to this webhook.
   *
   * @param reason why
   */
  record Gone(String reason) implements Verdict {}
}

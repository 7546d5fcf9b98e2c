package dev.tidemark.alert.webhook;

import java.time.Instant;

/**
 * A delivery that this instance may send until its lease ends.
 *
 * @param id the delivery's id, sent as webhook-id
 * @param webhookId where it goes
 * @param claim proves the claim when the outcome is written
 * @param url the webhook's url
 * @param sealedSecret its secret as stored
 * @param attemptSinceDue number of this attempt since it was due, from 1
 * @param dueSince start of the time in which it is tried
 * @param body what is sent
 */
record Claimed(
    String id,
    String webhookId,
    String claim,
    String url,
    String sealedSecret,
    int attemptSinceDue,
    Instant dueSince,
    String body) {

  @Override
  public String toString() {
    return "Claimed[" + id + "]";
  }
}

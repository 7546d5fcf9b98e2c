/**
 * Webhooks: their REST interface, the fan-out of notifications to them, and the sending with leases
 * and retries. Sent is what a committed notification says, at least once, in order per alert and
 * webhook.
 */
@NullMarked
package dev.tidemark.alert.webhook;

import org.jspecify.annotations.NullMarked;

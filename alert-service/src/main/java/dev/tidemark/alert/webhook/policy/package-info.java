/**
 * How a notification is signed, where it may be sent, and when it is sent again. Pure Java: time
 * and results come in, verdicts go out.
 */
@NullMarked
package dev.tidemark.alert.webhook.policy;

import org.jspecify.annotations.NullMarked;

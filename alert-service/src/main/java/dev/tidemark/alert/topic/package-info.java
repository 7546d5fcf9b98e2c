/**
 * Publishes every notification on {@code tidemark.alerts} as a CloudEvent. One publisher at a time,
 * at least once, in order per alert.
 */
@NullMarked
package dev.tidemark.alert.topic;

import org.jspecify.annotations.NullMarked;

/**
 * How long it takes from an event to the webhook of its alert. Measured on the real stack, from
 * outside.
 */
@NullMarked
package dev.tidemark.bench.latency;

import org.jspecify.annotations.NullMarked;

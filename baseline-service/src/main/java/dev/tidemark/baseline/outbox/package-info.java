/**
 * What has to go to Kafka leaves through one table: written in the transaction that decided it,
 * published afterwards in order by one instance at a time.
 */
@NullMarked
package dev.tidemark.baseline.outbox;

import org.jspecify.annotations.NullMarked;

/** Tests of the outbox, with real Kafka and PostgreSQL. Names are sentences. */
@NullMarked
package dev.tidemark.baseline.outbox;

import org.jspecify.annotations.NullMarked;

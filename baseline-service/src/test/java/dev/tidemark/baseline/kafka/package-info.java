/** The pipeline with real Kafka and PostgreSQL. */
@NullMarked
package dev.tidemark.baseline.kafka;

import org.jspecify.annotations.NullMarked;

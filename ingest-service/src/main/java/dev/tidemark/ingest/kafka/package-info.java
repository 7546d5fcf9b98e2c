/**
 * Everything on Kafka: jobs in, bucket updates, ticks and dead letters out. The only package that
 * knows the protobuf types.
 */
@NullMarked
package dev.tidemark.ingest.kafka;

import org.jspecify.annotations.NullMarked;

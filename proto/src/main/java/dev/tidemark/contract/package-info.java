/**
 * Values that all services agree on: buckets, series, shards, their place in Kafka, and mergeable
 * sketches. Pure Java: no framework, no clock, no I/O.
 */
@NullMarked
package dev.tidemark.contract;

import org.jspecify.annotations.NullMarked;

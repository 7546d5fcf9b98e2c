/** Tests of snapshots, with Kafka and PostgreSQL. */
@NullMarked
package dev.tidemark.baseline.snapshot;

import org.jspecify.annotations.NullMarked;

/**
 * Folds events into mergeable bucket aggregates, by job, shard, series and bucket. Pure: the order
 * of events changes nothing.
 */
@NullMarked
package dev.tidemark.ingest.fold;

import org.jspecify.annotations.NullMarked;

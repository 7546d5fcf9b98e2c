/**
 * Backfills: history of one job, sent as events through ingest-service or as plain counts here. A
 * session begins, is advanced and ends explicitly; only commands in the log move it.
 */
@NullMarked
package dev.tidemark.baseline.backfill;

import org.jspecify.annotations.NullMarked;

/**
 * Snapshots of what a job has learned, and the way back to one. Owners take them as the log's time
 * passes a day; here they are listed, and a revert is sent to the log.
 */
@NullMarked
package dev.tidemark.baseline.snapshot;

import org.jspecify.annotations.NullMarked;

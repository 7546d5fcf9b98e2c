/**
 * Tests of what the log does to a shard: properties over seeded logs, and each rule by itself.
 * Restarts go through a table that is written only by what chunks say has changed.
 */
@NullMarked
package dev.tidemark.baseline.bucket;

import org.jspecify.annotations.NullMarked;

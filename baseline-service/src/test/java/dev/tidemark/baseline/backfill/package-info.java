/** Tests of backfills. What shards do with them is tested elsewhere. Names are sentences. */
@NullMarked
package dev.tidemark.baseline.backfill;

import org.jspecify.annotations.NullMarked;

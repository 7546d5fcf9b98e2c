/**
 * Results over REST: buckets and records, filtered and paged, read with plain SQL. The owners of
 * shards write them.
 */
@NullMarked
package dev.tidemark.baseline.result;

import org.jspecify.annotations.NullMarked;

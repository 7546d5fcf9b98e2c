/**
 * What a shard holds and what the log does to it: watermark, open buckets, closing, late updates,
 * interim results. Pure Java: time comes from the log, nothing is awaited here.
 */
@NullMarked
package dev.tidemark.baseline.bucket;

import org.jspecify.annotations.NullMarked;

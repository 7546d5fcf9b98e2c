/**
 * What operators see and set: configuration, who may call, health, metrics, the clock and the
 * database pool. Nothing here knows how a bucket is judged.
 */
@NullMarked
package dev.tidemark.baseline.ops;

import org.jspecify.annotations.NullMarked;

/**
 * What a stretch of the log leads to: buckets scored, records told, everything committed together.
 */
@NullMarked
package dev.tidemark.baseline.series;

import org.jspecify.annotations.NullMarked;

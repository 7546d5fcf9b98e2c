/** Has buckets scored by scoring-service: requests, answers, deadline and retries. */
@NullMarked
package dev.tidemark.baseline.scoring;

import org.jspecify.annotations.NullMarked;

/** What operators see of scoring-service: health and metrics. Nothing here decides a score. */
@NullMarked
package dev.tidemark.scoring.ops;

import org.jspecify.annotations.NullMarked;

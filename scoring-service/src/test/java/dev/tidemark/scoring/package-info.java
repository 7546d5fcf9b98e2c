/** Rules that hold for all of scoring-service. */
@NullMarked
package dev.tidemark.scoring;

import org.jspecify.annotations.NullMarked;

/** Tests of what scoring-service is asked. */
@NullMarked
package dev.tidemark.baseline.scoring;

import org.jspecify.annotations.NullMarked;

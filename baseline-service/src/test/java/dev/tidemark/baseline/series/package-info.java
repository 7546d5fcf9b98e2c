/** Tests of what is told and written down. */
@NullMarked
package dev.tidemark.baseline.series;

import org.jspecify.annotations.NullMarked;

/** Tests of the pure score: anchors, properties over seeded cases, numbers recomputed by hand. */
@NullMarked
package dev.tidemark.scoring.score;

import org.jspecify.annotations.NullMarked;

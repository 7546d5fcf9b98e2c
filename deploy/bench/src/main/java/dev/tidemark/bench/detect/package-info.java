/** Runs the engine over recorded series: how well it detects, and how fast. */
@NullMarked
package dev.tidemark.bench.detect;

import org.jspecify.annotations.NullMarked;

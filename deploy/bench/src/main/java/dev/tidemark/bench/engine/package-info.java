/** The engine's speed beside Random Cut Forest, in one run. */
@NullMarked
package dev.tidemark.bench.engine;

import org.jspecify.annotations.NullMarked;

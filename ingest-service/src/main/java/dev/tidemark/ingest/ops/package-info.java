/** Configuration, metrics, health and the clock. What an operator sees and sets. */
@NullMarked
package dev.tidemark.ingest.ops;

import org.jspecify.annotations.NullMarked;

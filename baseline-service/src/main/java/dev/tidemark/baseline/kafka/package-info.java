/**
 * The log: its records decoded, its partitions owned and read in order, results encoded. The only
 * place, beside {@code scoring}, that knows the wire format.
 */
@NullMarked
package dev.tidemark.baseline.kafka;

import org.jspecify.annotations.NullMarked;

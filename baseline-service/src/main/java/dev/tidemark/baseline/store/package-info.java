/**
 * State of the shards in PostgreSQL, written in fenced transactions. Nothing outside of it knows
 * the tables of shards.
 */
@NullMarked
package dev.tidemark.baseline.store;

import org.jspecify.annotations.NullMarked;

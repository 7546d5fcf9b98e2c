/**
 * Jobs: their REST door, their table, and the commands that make shards follow them. A change, its
 * commands and its snapshot are one transaction.
 */
@NullMarked
package dev.tidemark.baseline.job;

import org.jspecify.annotations.NullMarked;

/**
 * Decides what becomes of records: pure functions from a shard's state, messages, rules and the
 * time to what happens, so that any replay decides the same. Nothing here reads a clock, a database
 * or a topic.
 */
@NullMarked
package dev.tidemark.alert.pipeline;

import org.jspecify.annotations.NullMarked;

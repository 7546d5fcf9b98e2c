/**
 * Judges a shard's messages in one transaction: cursor and episodes are loaded under a lock, what
 * the pipeline decides is applied to alerts, decisions and notifications, and the cursor moves.
 */
@NullMarked
package dev.tidemark.alert.judging;

import org.jspecify.annotations.NullMarked;

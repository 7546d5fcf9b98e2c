/**
 * Why records did or did not alert: one decision a record and rule, that of the final record
 * replacing that of an interim one.
 */
@NullMarked
package dev.tidemark.alert.decision;

import org.jspecify.annotations.NullMarked;

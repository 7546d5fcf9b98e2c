/**
 * Alerts: what a person handles, with all evidence and the history of what was done, over REST and
 * in PostgreSQL.
 */
@NullMarked
package dev.tidemark.alert.alert;

import org.jspecify.annotations.NullMarked;

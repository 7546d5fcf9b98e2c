/**
 * What the service needs to be run: clock, database pool, background work, callers and their
 * scopes, problems. Nothing here knows a rule or an alert.
 */
@NullMarked
package dev.tidemark.alert.ops;

import org.jspecify.annotations.NullMarked;

/**
 * Rules: what turns records into alerts, over REST and in PostgreSQL. A rule that is switched on
 * opens its jobs.
 */
@NullMarked
package dev.tidemark.alert.rule;

import org.jspecify.annotations.NullMarked;

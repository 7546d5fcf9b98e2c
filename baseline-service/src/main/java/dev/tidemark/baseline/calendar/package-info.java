/**
 * Scheduled events: when nothing alerts and nothing is learned. Pure; rules of recurrence are read
 * by lib-recur.
 */
@NullMarked
package dev.tidemark.baseline.calendar;

import org.jspecify.annotations.NullMarked;

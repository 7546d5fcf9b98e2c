/**
 * Conditions on events, as jobs state them: all jobs' together, compiled once, then asked of every
 * event. Pure.
 */
@NullMarked
package dev.tidemark.ingest.filter;

import org.jspecify.annotations.NullMarked;

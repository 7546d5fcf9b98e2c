/** Conditions on an event, as jobs state them. Pure: compiled once, then asked for every event. */
@NullMarked
package dev.tidemark.ingest.filter;

import org.jspecify.annotations.NullMarked;

/**
 * The formats that agents and sensors write, each mapped to ECS in one class. Pure: compiled once
 * for the fields that jobs need, then a few array accesses a document.
 */
@NullMarked
package dev.tidemark.ingest.format;

import org.jspecify.annotations.NullMarked;

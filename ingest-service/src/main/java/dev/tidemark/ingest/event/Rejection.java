package dev.tidemark.ingest.event;

import org.jspecify.annotations.Nullable;

/**
 * One piece of input that could not be used.
 *
 * @param line where it began, counted from 1
 * @param field the field at fault; null when it is the document as a whole
 * @param reason why
 * @param detail what was wrong, for a person; holds no more of the input than the value at fault
 */
public record Rejection(long line, @Nullable String field, RejectReason reason, String detail) {}

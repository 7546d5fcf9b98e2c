package dev.tidemark.baseline.bucket;

/**
 * A record of the log with its place in it.
 *
 * @param offset its offset in the partition
 * @param appendMs when the broker appended it, epoch milliseconds
 * @param entry what it says
 */
public record LogRecord(long offset, long appendMs, LogEntry entry) {}

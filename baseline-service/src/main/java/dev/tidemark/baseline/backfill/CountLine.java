package dev.tidemark.baseline.backfill;

import dev.tidemark.contract.SeriesKey;

/**
 * One plain count.
 *
 * @param series whose it is
 * @param startSecond start of its bucket, epoch seconds
 * @param value in the detector's unit, at least 0
 */
record CountLine(SeriesKey series, long startSecond, long value) {}

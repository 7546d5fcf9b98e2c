package dev.tidemark.ingest.event;

import java.util.Locale;

/** Why an event cannot be used. Every one is counted; none is dropped silently. */
public enum RejectReason {
  /** The text is not JSON. */
  MALFORMED_JSON,
  /** It is JSON, but not an object. */
  NOT_AN_OBJECT,
  /** There is no {@code @timestamp}, nor what it is made of. */
  MISSING_TIMESTAMP,
  /** The time is neither RFC 3339 with an offset nor a time since the epoch. */
  INVALID_TIMESTAMP,
  /** Older than buckets can be repaired; live events only. */
  TOO_OLD,
  /** Further in the future than clocks may differ. */
  FUTURE,
  /** The document is longer than the limit. */
  LINE_TOO_LARGE,
  /** Objects and arrays are nested deeper than the limit. */
  NESTING_TOO_DEEP,
  /** A byte sequence is not UTF-8. */
  INVALID_UTF8,
  /** The document or line is not of the format that was asked for. */
  WRONG_FORMAT,
  /** A line of text has not the columns that its header names. */
  MALFORMED_ROW,
  /** The input ended within a document. */
  TRUNCATED,
  /** The compressed body cannot be decompressed: gzip. */
  INVALID_GZIP,
  /** The compressed body cannot be decompressed: zstd. */
  INVALID_ZSTD,
  /** The action of a bulk request's item is none that is taken here. */
  UNSUPPORTED_ACTION;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The stable word for it in answers, metrics and dead letters. */
  public String code() {
    return code;
  }
}

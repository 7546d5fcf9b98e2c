package dev.tidemark.ingest.ops;

import java.util.Locale;

/** Why a request is turned away or ended because of a limit. Every one is counted. */
public enum Refusal {
  /** Too many requests are being read. */
  REQUESTS("tidemark.ingest.limits.max-requests"),
  /** Too many requests of this key are being read. */
  REQUESTS_OF_KEY("tidemark.ingest.limits.max-requests-per-key"),
  /** The key sends more events a second than it may. */
  EVENT_RATE("tidemark.ingest.limits.max-events-per-second"),
  /** The key sends more bytes a second than it may. */
  BYTE_RATE("tidemark.ingest.limits.max-bytes-per-second"),
  /** The body brought nothing for too long. */
  SLOW_BODY("tidemark.ingest.limits.body-idle"),
  /** The body is too long. */
  BODY_BYTES("tidemark.ingest.limits.max-body-bytes"),
  /** A request that is committed as a whole fills too many series and buckets. */
  KEYED_UPDATES("tidemark.ingest.limits.max-keyed-updates"),
  /** All requests that are committed as a whole fill too many series and buckets. */
  HELD_UPDATES("tidemark.ingest.limits.max-held-updates"),
  /** The bulk request has too many documents, or its answer would be too long. */
  BULK_ITEMS("tidemark.ingest.limits.max-bulk-items");

  private final String code = name().toLowerCase(Locale.ROOT);
  private final String setting;

  Refusal(String setting) {
    this.setting = setting;
  }

  /** The stable word for it in metrics. */
  public String code() {
    return code;
  }

  /** The setting that holds the limit. */
  public String setting() {
    return setting;
  }
}

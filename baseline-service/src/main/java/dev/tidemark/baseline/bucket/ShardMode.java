package dev.tidemark.baseline.bucket;

/** What moves a shard's watermark. */
public enum ShardMode {
  /** Nothing: the job is closed. */
  CLOSED,
  /** The log's append times. */
  LIVE,
  /** Advance commands of a backfill session. */
  HISTORY
}

package dev.tidemark.baseline.bucket;

/** What a detector computes of a bucket. */
public enum DetectorFunction {
  /** The number of events; more than usual is anomalous. */
  HIGH_COUNT,
  /** The sum of a whole-number field; more than usual is anomalous. */
  HIGH_SUM
}

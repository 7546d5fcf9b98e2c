package dev.tidemark.scoring.score;

/**
 * The numbers behind a score; each can be computed again by hand from the request.
 *
 * @param factor actual / typical; actual / 1 when typical is below 1
 * @param residual (actual^power - location) / scale
 * @param singleBucketScore anomaly score of this bucket alone, 0 to 100
 * @param tailUsed whether the series' own tail decided the probability, or the general one
 * @param historyBuckets buckets learned before
 * @param historySeconds length of the history
 * @param daily whether a daily profile is in force
 * @param weekly whether a weekly profile is in force
 * @param waitingSeconds expected time between surprises of this size in one series that behaves:
 *     span / probability
 * @param extrapolated whether the history is shorter than that waiting time
 */
public record Explanation(
    double factor,
    double residual,
    double singleBucketScore,
    boolean tailUsed,
    long historyBuckets,
    long historySeconds,
    boolean daily,
    boolean weekly,
    double waitingSeconds,
    boolean extrapolated) {}

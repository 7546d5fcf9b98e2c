package dev.tidemark.scoring.score;

/**
 * How much one field value contributed.
 *
 * @param field the event field
 * @param value its value
 * @param score 0 to 100: the bucket's score times the share of the excess this value explains
 * @param share its share of this bucket, in [0, 1]
 * @param usualShare its usual share, in [0, 1]
 * @param excess how much more than usual, in the detector's unit
 */
public record Influencer(
    String field, String value, double score, double share, double usualShare, double excess) {}

package dev.tidemark.alert.rule;

/**
 * What a rule has to know of a job.
 *
 * @param uid the job's uid
 * @param name for people
 * @param state closed, live or backfilling
 * @param spanSeconds bucket span
 * @param latenessMillis allowed lateness
 * @param shards how many shards
 * @param liveFromSecond live events from then on count; 0 while not live
 */
public record JobFacts(
    String uid,
    String name,
    String state,
    long spanSeconds,
    long latenessMillis,
    int shards,
    long liveFromSecond) {}

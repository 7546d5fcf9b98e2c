package dev.tidemark.alert.pipeline;

import java.util.List;

/**
 * What is remembered of a shard between two transactions.
 *
 * @param jobUid the job's uid
 * @param shard the shard
 * @param jobId the job; empty before the first message
 * @param position of the last message that was judged; 0: none
 * @param judgedUntilSecond buckets that end at or before it are judged, seconds since the epoch
 * @param spanSeconds bucket span; 0 before the first closing
 * @param trailingGaps gaps in a row at {@code judgedUntilSecond}
 * @param episodes those that go on and those that ended in the last two days
 */
public record ShardState(
    String jobUid,
    int shard,
    String jobId,
    long position,
    long judgedUntilSecond,
    long spanSeconds,
    long trailingGaps,
    List<Episode> episodes) {

  /** Copies the episodes. */
  public ShardState {
    episodes = List.copyOf(episodes);
  }

  /** A shard of which nothing was judged. */
  public static ShardState empty(String jobUid, int shard) {
    return new ShardState(jobUid, shard, "", 0, 0, 0, 0, List.of());
  }
}

package dev.tidemark.ingest.fold;

import dev.tidemark.contract.ShardKey;
import java.util.Comparator;

/**
 * Where an update goes.
 *
 * @param shard the shard
 * @param session the backfill session; empty: live
 */
public record ShardTarget(ShardKey shard, String session) implements Comparable<ShardTarget> {

  private static final Comparator<ShardTarget> ORDER =
      Comparator.comparing(ShardTarget::shard).thenComparing(ShardTarget::session);

  @Override
  public int compareTo(ShardTarget other) {
    return ORDER.compare(this, other);
  }
}

package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where series and shards go must never change: golden values, and an even spread. */
class PlacementTest {

  @Test
  void shardsKeepTheirPartition() {
    String uid = "6f1c2a52-5d0f-4c37-9b1e-0a4c7c1f2d11";
    assertThat(IntStream.range(0, 6).map(i -> new ShardKey(uid, i).partition(24)))
        .containsExactly(GOLDEN_PARTITIONS);
  }

  @Test
  void seriesKeepTheirShard() {
    assertThat(IntStream.range(0, 6).map(i -> new SeriesKey(0, "host-" + i, "DE").shard(8)))
        .containsExactly(GOLDEN_SHARDS);
  }

  @Test
  void seriesIdentityIsKept() {
    assertThat(Identity.record("u", new SeriesKey(1, "a", "b"), 900)).isEqualTo(GOLDEN_RECORD);
  }

  @Test
  void detectorsWithTheSameSplitShareShards() {
    assertThat(new SeriesKey(0, "a", "b").shard(16))
        .isEqualTo(new SeriesKey(3, "a", "b").shard(16));
  }

  @Test
  void shardsSpreadEvenlyOverPartitions() {
    long used =
        IntStream.range(0, 24 * 20)
            .map(i -> new ShardKey("job", i).partition(24))
            .distinct()
            .count();
    assertThat(used).isEqualTo(24);
  }

  @Test
  void shardKeyReadsItsOwnForm() {
    ShardKey key = new ShardKey("a/b", 3);
    assertThat(ShardKey.parse(key.canonical())).isEqualTo(key);
    assertThatThrownBy(() -> ShardKey.parse("tick")).hasMessageContaining("'tick'");
  }

  private static final Integer[] GOLDEN_PARTITIONS = {21, 22, 18, 12, 9, 20};
  private static final Integer[] GOLDEN_SHARDS = {5, 7, 1, 2, 1, 0};
  private static final String GOLDEN_RECORD = "23f9098e134994774447733179d252e1";
}

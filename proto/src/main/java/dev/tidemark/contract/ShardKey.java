package dev.tidemark.contract;

import java.nio.charset.StandardCharsets;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * A fixed part of a job's series, owned by one Kafka partition at a time.
 *
 * @param jobUid uid of the job's creation
 * @param shard 0 to the job's number of shards - 1
 */
public record ShardKey(String jobUid, int shard) implements Comparable<ShardKey> {

  private static final long SEED = 0x7469_6465L;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if the uid is blank or the shard negative
   */
  public ShardKey {
    if (jobUid.isBlank()) {
      throw new IllegalArgumentException("job uid is blank");
    }
    if (shard < 0) {
      throw new IllegalArgumentException("shard " + shard + " is negative");
    }
  }

  /**
   * Reads the form that {@link #canonical()} writes.
   *
   * @throws IllegalArgumentException if the text has another form; the message shows it
   */
  public static ShardKey parse(String canonical) {
    int slash = canonical.lastIndexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + canonical + "' is not '<job uid>/<shard>'");
    }
    return new ShardKey(
        canonical.substring(0, slash), Integer.parseInt(canonical.substring(slash + 1)));
  }

  /** Key of the shard's records on Kafka: {@code <job uid>/<shard>}. */
  public String canonical() {
    return jobUid + "/" + shard;
  }

  /**
   * The shard's partition of {@link Topics#BUCKET_UPDATES}: Murmur3 over the canonical bytes, so
   * the same in every client.
   *
   * @param partitions number of partitions, at least 1
   * @return 0 to {@code partitions - 1}
   */
  public int partition(int partitions) {
    byte[] bytes = canonical().getBytes(StandardCharsets.UTF_8);
    return (int) Long.remainderUnsigned(MurmurHash3.hash(bytes, SEED)[0], partitions);
  }

  @Override
  public int compareTo(ShardKey other) {
    int order = jobUid.compareTo(other.jobUid);
    return order == 0 ? Integer.compare(shard, other.shard) : order;
  }
}

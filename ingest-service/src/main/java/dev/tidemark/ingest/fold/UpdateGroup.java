package dev.tidemark.ingest.fold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes into one commit: the shared fold of requests without a key, and every keyed batch
 * alone.
 */
public final class UpdateGroup {

  private final BucketFolder shared = new BucketFolder();
  private final List<KeyedBatch> batches = new ArrayList<>();
  private int batched;

  /**
   * A batch that takes effect once.
   *
   * @param key the client's key, unique among clients
   * @param kept how long it is remembered
   * @param content its fold
   */
  public record KeyedBatch(String key, Duration kept, BucketFolder content) {

    /** How long a batch with a client's own key is remembered. */
    public static final Duration A_DAY = Duration.ofHours(24);

    /** A batch with a client's own key. */
    public KeyedBatch(String key, BucketFolder content) {
      this(key, A_DAY, content);
    }
  }

  /** Adds content that need not be told from others'. */
  public void add(BucketFolder content) {
    shared.merge(content);
  }

  /** Adds a keyed batch. */
  public void add(KeyedBatch batch) {
    batches.add(batch);
    batched += batch.content().size();
  }

  /** The shared fold. */
  public BucketFolder shared() {
    return shared;
  }

  /** The keyed batches, in order of arrival. */
  public List<KeyedBatch> batches() {
    return List.copyOf(batches);
  }

  /** Number of aggregates and alive marks. */
  public int size() {
    return shared.size() + batched;
  }
}

package dev.tidemark.ingest.http;

import dev.tidemark.contract.Identity;
import dev.tidemark.ingest.fold.BucketFolder;
import dev.tidemark.ingest.fold.UpdateGroup.KeyedBatch;
import dev.tidemark.ingest.http.Admission.Admitted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What makes a body that is sent again the same batch: the client's Idempotency-Key, or else its
 * own bytes before compression, remembered for a while: clients of Elasticsearch send a body again
 * when they saw no answer, and have no key to say so.
 */
final class BatchIdentity {

  private final Admitted admitted;
  private final Duration memory;
  private final MessageDigest digest = Identity.sha256();

  /**
   * An identity of a body that has not come yet.
   *
   * @param memory how long a body without a key is remembered
   * @param path what else tells it from others
   */
  BatchIdentity(Admitted admitted, Duration memory, String path) {
    this.admitted = admitted;
    this.memory = memory;
    digest.update((path + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void update(byte[] piece, int length) {
    if (admitted.key().isEmpty()) {
      digest.update(piece, 0, length);
    }
  }

  KeyedBatch batch(BucketFolder content) {
    if (!admitted.key().isEmpty()) {
      return new KeyedBatch(admitted.unique(admitted.key()), content);
    }
    String body = HexFormat.of().formatHex(digest.digest());
    return new KeyedBatch(admitted.unique("sha256:" + body), memory, content);
  }
}

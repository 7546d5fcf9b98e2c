package dev.tidemark.alert.judging;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.alert.pipeline.Effect;
import java.time.Instant;

/** What is known about missing data. */
final class SilenceEvidence {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SilenceEvidence() {}

  static String json(Effect.DataMissing missing, String jobUid) {
    long from = missing.episode().openedSecond();
    long seconds = missing.untilSecond() - from;
    ObjectNode evidence = JSON.createObjectNode();
    evidence.put(
        "summary",
        "Job %s has seen no sign of life from its source for %d min, since %s."
            .formatted(missing.jobId(), seconds / 60, Instant.ofEpochSecond(from)));
    evidence.putObject("job").put("id", missing.jobId()).put("uid", jobUid);
    evidence.put("bucket_start", Instant.ofEpochSecond(from).toString());
    evidence.put("bucket_end", Instant.ofEpochSecond(missing.untilSecond()).toString());
    evidence.put("gaps", seconds / missing.episode().spanSeconds());
    return evidence.toString();
  }
}

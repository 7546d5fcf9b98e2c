package dev.tidemark.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What baseline-service says about a job, in a form that can be compared with another job's. */
public final class Results {

  /** What names the job rather than what was found. */
  private static final Set<String> IDENTITY =
      Set.of("id", "record_id", "job", "job_id", "job_uid", "uid", "links", "record", "_links");

  private Results() {}

  /** All buckets in the order of time. */
  public static List<JsonNode> buckets(Suite suite, String job) throws IOException {
    return suite.baseline().all("/api/v1/jobs/" + job + "/buckets?sort=asc", "buckets");
  }

  /** All records in the order of time. */
  public static List<JsonNode> records(Suite suite, String job) throws IOException {
    return suite.baseline().all("/api/v1/jobs/" + job + "/records?sort=asc", "records");
  }

  /** Sum of what was seen in all buckets. */
  public static double total(Suite suite, String job) throws IOException {
    return buckets(suite, job).stream().mapToDouble(b -> b.path("actual").asDouble()).sum();
  }

  /** Results without what names the job; numbers keep every digit, so equal text means equal bits. */
  public static List<String> anonymous(List<JsonNode> results) {
    return results.stream().map(Results::anonymous).sorted().toList();
  }

  private static String anonymous(JsonNode result) {
    ObjectNode copy = result.deepCopy();
    copy.remove(IDENTITY);
    return copy.toString();
  }

  /** The bucket that starts at a time; a missing node when there is none. */
  public static JsonNode bucketAt(Suite suite, String job, Instant start, Duration span)
      throws IOException {
    List<JsonNode> found =
        suite
            .baseline()
            .all("/api/v1/jobs/" + job + "/buckets?from=" + start + "&to=" + start.plus(span), "buckets");
    return found.isEmpty() ? Rest.JSON.missingNode() : found.getFirst();
  }
}

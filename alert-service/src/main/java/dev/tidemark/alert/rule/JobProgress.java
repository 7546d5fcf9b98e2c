package dev.tidemark.alert.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** How far judging has come, by the uid of the job. */
@ApplicationScoped
class JobProgress {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String READ =
      "SELECT CAST(row_to_json(p) AS text) FROM (SELECT job_uid, min(judged_until_s) AS until,"
          + " max(span_s) AS span, max(trailing_gaps) AS gaps FROM shard_cursor GROUP BY job_uid) p";

  private final Mutiny.SessionFactory sessions;

  JobProgress(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  Uni<Map<String, JobStatus.Progress>> read() {
    return sessions
        .withSession(session -> session.createNativeQuery(READ, String.class).getResultList())
        .map(JobProgress::byJob);
  }

  private static Map<String, JobStatus.Progress> byJob(List<String> rows) {
    Map<String, JobStatus.Progress> progress = new HashMap<>();
    for (String row : rows) {
      try {
        JsonNode node = JSON.readTree(row);
        progress.put(
            node.path("job_uid").asText(),
            new JobStatus.Progress(
                node.path("until").asLong(),
                node.path("span").asLong(),
                node.path("gaps").asLong()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("PostgreSQL gave something that is not JSON", e);
      }
    }
    return progress;
  }
}

package dev.tidemark.alert.rule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules as documents, with how their jobs do. */
@ApplicationScoped
class RuleView {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .findAndRegisterModules()
          .disable(com.fasterxml.jackson.databind.SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private final JobProgress progress;
  private final KnownJobs jobs;
  private final RuleStarter starter;
  private final Clock clock;

  RuleView(JobProgress progress, KnownJobs jobs, RuleStarter starter, Clock clock) {
    this.progress = progress;
    this.jobs = jobs;
    this.starter = starter;
    this.clock = clock;
  }

  Uni<List<ObjectNode>> of(List<RuleEntity> rules) {
    return progress.read().map(read -> rules.stream().map(rule -> document(rule, read)).toList());
  }

  Uni<ObjectNode> of(RuleEntity rule) {
    return progress.read().map(read -> document(rule, read));
  }

  private ObjectNode document(RuleEntity rule, Map<String, JobStatus.Progress> read) {
    ObjectNode document = JSON.createObjectNode().put("id", rule.id);
    document.put("enabled", rule.enabled).put("shipped", rule.shipped);
    document.setAll((ObjectNode) JSON.valueToTree(rule.parsed()));
    document.set(
        "job_status",
        JSON.valueToTree(rule.jobs().stream().map(job -> status(job, read)).toList()));
    putProblem(document, rule);
    document.put("version", rule.version);
    document.put("created_at", rule.createdAt.toString()).put("created_by", rule.createdBy);
    document.put("updated_at", rule.updatedAt.toString()).put("updated_by", rule.updatedBy);
    return document;
  }

  private void putProblem(ObjectNode document, RuleEntity rule) {
    @Nullable String problem = starter.problemOf(rule.id);
    if (rule.enabled && rule.startPending) {
      document.put(
          "starting", problem == null ? "its jobs are being opened" : "not yet: " + problem);
    }
  }

  private JobStatus status(String id, Map<String, JobStatus.Progress> read) {
    Optional<JobFacts> job = jobs.job(id);
    return JobStatus.of(
        id, job, job.flatMap(facts -> Optional.ofNullable(read.get(facts.uid()))), clock.instant());
  }
}

package dev.tidemark.alert.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.alert.pipeline.RuleTerms;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A rule's row. */
@Entity
@Table(name = "rule")
public class RuleEntity {

  // A rule that a later version has written is read as far as it is known.
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Id String id = "";

  @Column String definition = "{}";
  @Column boolean enabled;
  @Column boolean shipped;

  @Column(name = "start_pending")
  boolean startPending;

  @Version @Column long version;

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "created_by")
  String createdBy = "";

  @Column(name = "updated_at")
  Instant updatedAt = Instant.EPOCH;

  @Column(name = "updated_by")
  String updatedBy = "";

  /** For Hibernate. */
  protected RuleEntity() {}

  static RuleEntity of(String id, RuleDefinition definition, String actor, Instant now) {
    RuleEntity rule = new RuleEntity();
    rule.id = id;
    rule.createdAt = now;
    rule.createdBy = actor;
    rule.become(definition, actor, now);
    return rule;
  }

  final void become(RuleDefinition changed, String actor, Instant now) {
    try {
      definition = JSON.writeValueAsString(changed);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a rule is always JSON", e);
    }
    touch(actor, now);
  }

  final void touch(String actor, Instant now) {
    updatedAt = now;
    updatedBy = actor;
  }

  /** The rule's id. */
  public String id() {
    return id;
  }

  RuleDefinition parsed() {
    try {
      return JSON.readValue(definition, RuleDefinition.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rule '" + id + "' is not readable", e);
    }
  }

  /** What of it decides. */
  public RuleTerms terms() {
    RuleDefinition rule = parsed();
    return new RuleTerms(
        id,
        rule.kind(),
        Set.copyOf(rule.jobIds()),
        rule.threshold(),
        rule.scoreOfOrJob(),
        rule.severityOrLow(),
        enabled);
  }

  /** Risk score of its alerts, 0 to 100. */
  public int riskScore() {
    return parsed().risk();
  }

  /** Name for people. */
  public String name() {
    return String.valueOf(parsed().name());
  }

  /** Ids of its jobs; empty: all. */
  public List<String> jobs() {
    return parsed().jobIds();
  }

  /** The rule as JSON, as it goes into an alert. */
  public String snapshot() {
    try {
      return RuleSnapshot.json(id, parsed());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a rule is always JSON", e);
    }
  }
}

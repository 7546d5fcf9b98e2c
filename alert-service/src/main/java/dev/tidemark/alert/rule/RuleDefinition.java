package dev.tidemark.alert.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.alert.pipeline.RuleTerms.Kind;
import dev.tidemark.alert.pipeline.ScoreOf;
import dev.tidemark.alert.pipeline.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person may change about a rule. What is left out has a default.
 *
 * @param name for people; needed
 * @param description for people
 * @param type {@code machine_learning} or {@code no_data}
 * @param jobs ids of the jobs it looks at; empty: all
 * @param anomalyThreshold lowest score that alerts, 0 to 100
 * @param scoreOf whose score that is: {@code job}, of all its series together, or {@code series}
 * @param severity low, medium, high or critical
 * @param riskScore 0 to 100
 * @param interval how often a bucket comes to be judged; told, not needed: judging follows the feed
 * @param from how old a bucket may be before its alert is marked delayed, such as {@code now-30m}
 * @param threat tactics and techniques that it hints at
 * @param references where to read on
 * @param falsePositives what else it may be
 * @param tags for people
 * @param setup what it needs
 * @param note how to look into an alert
 */
public record RuleDefinition(
    @Nullable String name,
    @Nullable String description,
    @Nullable String type,
    @Nullable List<String> jobs,
    @JsonProperty("anomaly_threshold") @Nullable Double anomalyThreshold,
    @JsonProperty("score_of") @Nullable String scoreOf,
    @Nullable String severity,
    @JsonProperty("risk_score") @Nullable Integer riskScore,
    @Nullable String interval,
    @Nullable String from,
    @Nullable List<Threat> threat,
    @Nullable List<String> references,
    @JsonProperty("false_positives") @Nullable List<String> falsePositives,
    @Nullable List<String> tags,
    @Nullable String setup,
    @Nullable String note) {

  /** A rule that does not say whose score it looks at, as older ones do not, looks at the job's. */
  public RuleDefinition {
    scoreOf = scoreOf == null ? ScoreOf.JOB.word() : scoreOf;
  }

  /** Name of the type that looks at records. */
  static final String MACHINE_LEARNING = "machine_learning";

  /** Name of the type that looks at missing data. */
  static final String NO_DATA = "no_data";

  private static final double DEFAULT_THRESHOLD = 75;
  private static final int DEFAULT_RISK = 21;
  private static final int MAX_TEXT = 20_000;
  private static final int MAX_NAME = 200;
  private static final int MAX_ITEMS = 100;

  /**
   * A tactic of MITRE ATT&amp;CK with techniques.
   *
   * @param framework {@code MITRE ATT&CK}
   * @param tactic the tactic
   * @param techniques the techniques
   */
  public record Threat(
      @Nullable String framework, Reference tactic, @Nullable List<Reference> techniques) {}

  /**
   * An entry of a framework.
   *
   * @param id such as T1041
   * @param name its name there
   * @param reference where it is described
   */
  public record Reference(String id, @Nullable String name, @Nullable String reference) {}

  /** A fault of a rule: where and what. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String pointer;

    Fault(String pointer, String detail) {
      super(detail, null, false, false);
      this.pointer = pointer;
    }

    String pointer() {
      return pointer;
    }

    String detail() {
      return String.valueOf(getMessage());
    }
  }

  /** The same with every default written out; throws {@link Fault} if something is wrong. */
  RuleDefinition checked() {
    if (name == null || name.isBlank() || name.length() > MAX_NAME) {
      throw new Fault("/name", "name is needed, with at most 200 characters");
    }
    String wantedSeverity = severity == null ? Severity.LOW.word() : severity;
    if (Severity.of(wantedSeverity).isEmpty()) {
      throw new Fault(
          "/severity", "severity '" + wantedSeverity + "' is none of low, medium, high, critical");
    }
    return new RuleDefinition(
        name,
        text("/description", description),
        typeOf(type),
        jobsOf(jobs),
        thresholdOf(anomalyThreshold),
        knownScoreOf(scoreOf),
        wantedSeverity,
        riskOf(riskScore),
        interval == null ? "15m" : text("/interval", interval),
        from == null ? "now-30m" : text("/from", from),
        threat == null ? List.of() : List.copyOf(threat),
        list("/references", references),
        list("/false_positives", falsePositives),
        list("/tags", tags),
        text("/setup", setup),
        text("/note", note));
  }

  private static String typeOf(@Nullable String type) {
    String wanted = type == null ? MACHINE_LEARNING : type;
    if (!Set.of(MACHINE_LEARNING, NO_DATA).contains(wanted)) {
      throw new Fault("/type", "type '" + wanted + "' is none of machine_learning, no_data");
    }
    return wanted;
  }

  private static List<String> jobsOf(@Nullable List<String> jobs) {
    List<String> wanted = list("/jobs", jobs);
    for (String job : wanted) {
      if (!job.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
        throw new Fault("/jobs", "'" + job + "' is no job id: [a-z0-9][a-z0-9_-]{0,63}");
      }
    }
    return wanted;
  }

  private static double thresholdOf(@Nullable Double threshold) {
    double wanted = threshold == null ? DEFAULT_THRESHOLD : threshold;
    if (!(wanted >= 0 && wanted <= 100)) {
      throw new Fault("/anomaly_threshold", "anomaly_threshold " + wanted + " is not in [0, 100]");
    }
    return wanted;
  }

  private static @Nullable String knownScoreOf(@Nullable String scoreOf) {
    if (scoreOf != null && ScoreOf.of(scoreOf).isEmpty()) {
      throw new Fault("/score_of", "score_of '" + scoreOf + "' is none of job, series");
    }
    return scoreOf;
  }

  private static int riskOf(@Nullable Integer risk) {
    int wanted = risk == null ? DEFAULT_RISK : risk;
    if (wanted < 0 || wanted > 100) {
      throw new Fault("/risk_score", "risk_score " + wanted + " is not in [0, 100]");
    }
    return wanted;
  }

  private static String text(String pointer, @Nullable String text) {
    if (text != null && text.length() > MAX_TEXT) {
      throw new Fault(pointer, "at most 20,000 characters, not " + text.length());
    }
    return text == null ? "" : text;
  }

  private static List<String> list(String pointer, @Nullable List<@Nullable String> texts) {
    if (texts == null) {
      return List.of();
    }
    if (texts.size() > MAX_ITEMS || texts.stream().anyMatch(text -> text == null)) {
      throw new Fault(pointer, "at most 100 texts, none of them null");
    }
    return texts.stream().map(text -> text(pointer, text)).toList();
  }

  /** The severity; low if it is not set. */
  Severity severityOrLow() {
    return Severity.of(severity == null ? "" : severity.toLowerCase(Locale.ROOT))
        .orElse(Severity.LOW);
  }

  Kind kind() {
    return NO_DATA.equals(type) ? Kind.NO_DATA : Kind.MACHINE_LEARNING;
  }

  double threshold() {
    return anomalyThreshold == null ? DEFAULT_THRESHOLD : anomalyThreshold;
  }

  ScoreOf scoreOfOrJob() {
    return ScoreOf.of(scoreOf == null ? "" : scoreOf).orElse(ScoreOf.JOB);
  }

  int risk() {
    return riskScore == null ? DEFAULT_RISK : riskScore;
  }

  List<String> jobIds() {
    return jobs == null ? List.of() : jobs;
  }
}

package dev.tidemark.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The Kafka topics: their names and settings. What is in them is defined in {@code
 * proto/src/main/proto}. The platform creates them (deploy/local, Strimzi); services only check
 * that they are there.
 */
public final class Topics {

  /** Jobs by id, compacted. Key: job id. */
  public static final String JOBS = "tidemark.jobs";

  /**
   * Bucket updates, ticks and commands. Key: {@link ShardKey#canonical()}, or {@link #TICK_KEY}. A
   * record's timestamp is the broker's append time.
   */
  public static final String BUCKET_UPDATES = "tidemark.bucket-updates";

  /** Records and bucket closings. Key: {@link ShardKey#canonical()}. */
  public static final String ANOMALIES = "tidemark.anomalies";

  /** Alerts as CloudEvents JSON. Key: alert id. */
  public static final String ALERTS = "tidemark.alerts";

  /** A sample of what could not be used. Key: the reason. */
  public static final String DEAD_LETTERS = "tidemark.dead-letters";

  /** Key of a tick on {@link #BUCKET_UPDATES}. */
  public static final String TICK_KEY = "tick";

  /** Partitions of {@link #BUCKET_UPDATES} in a new installation; never changed afterwards. */
  public static final int DEFAULT_PARTITIONS = 24;

  private static final Duration KEPT = Duration.ofDays(7);

  private static final String RETENTION_MS = "retention.ms";

  private static final Map<String, String> KEPT_A_WEEK =
      Map.of("cleanup.policy", "delete", RETENTION_MS, Long.toString(KEPT.toMillis()));

  /**
   * How a topic is to be created.
   *
   * @param name its name
   * @param partitions number of partitions in a new installation
   * @param settings topic configuration, by Kafka's names
   */
  public record Spec(String name, int partitions, Map<String, String> settings) {

    /** Copies the settings. */
    public Spec {
      settings = Map.copyOf(settings);
    }
  }

  /** All topics of an installation. */
  public static final List<Spec> ALL =
      List.of(
          new Spec(JOBS, 1, Map.of("cleanup.policy", "compact")),
          new Spec(
              BUCKET_UPDATES,
              DEFAULT_PARTITIONS,
              Map.of(
                  "cleanup.policy",
                  "delete",
                  RETENTION_MS,
                  Long.toString(KEPT.toMillis()),
                  "message.timestamp.type",
                  "LogAppendTime")),
          new Spec(ANOMALIES, 6, KEPT_A_WEEK),
          new Spec(ALERTS, 6, KEPT_A_WEEK),
          new Spec(DEAD_LETTERS, 1, KEPT_A_WEEK));

  private Topics() {}
}

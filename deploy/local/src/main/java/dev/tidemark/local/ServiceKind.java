package dev.tidemark.local;

import java.nio.file.Path;

/** The four services, in the order in which they start. */
public enum ServiceKind {
  /** Stateless scoring over gRPC; needs nothing. */
  SCORING("scoring-service", 8083, 128),
  /** Jobs, baselines and results; needs PostgreSQL, Kafka and scoring. */
  BASELINE("baseline-service", 8082, 384),
  /** Takes events; needs Kafka. */
  INGEST("ingest-service", 8081, 256),
  /** Rules, alerts and webhooks; needs PostgreSQL, Kafka and baseline. */
  ALERT("alert-service", 8084, 256);

  private final String module;
  private final int port;
  private final int heapMebibytes;

  ServiceKind(String module, int port, int heapMebibytes) {
    this.module = module;
    this.port = port;
    this.heapMebibytes = heapMebibytes;
  }

  /** Name of the service and of its folder. */
  public String module() {
    return module;
  }

  /** The port that people expect it on. */
  public int defaultPort() {
    return port;
  }

  int heapMebibytes() {
    return heapMebibytes;
  }

  /** What {@code mvnw package} makes of it. */
  Path jar(Path repository) {
    return repository.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
  }
}

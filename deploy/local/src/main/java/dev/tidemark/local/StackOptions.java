package dev.tidemark.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * How a {@link LocalStack} is to run. Immutable; every {@code with} method gives a changed copy.
 *
 * @param repository root of the checkout, whose services are built
 * @param data folder for everything that is written
 * @param baselineInstances how many processes of baseline-service share the partitions, at least 1
 * @param usualPorts 8081 to 8084 where free, else the next free ones; if false any free port
 * @param settings environment variables by service, added to those the stack sets
 */
public record StackOptions(
    Path repository,
    Path data,
    int baselineInstances,
    boolean usualPorts,
    Map<ServiceKind, Map<String, String>> settings) {

  /** Checks and copies. */
  public StackOptions {
    if (baselineInstances < 1) {
      throw new IllegalArgumentException(
          "baselineInstances " + baselineInstances + " is less than 1");
    }
    repository = repository.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    Map<ServiceKind, Map<String, String>> copy = new EnumMap<>(ServiceKind.class);
    settings.forEach((kind, values) -> copy.put(kind, Map.copyOf(values)));
    settings = Map.copyOf(copy);
  }

  /**
   * One instance of each service on any free ports, of the checkout that the working directory lies
   * in.
   *
   * @throws IllegalStateException if the working directory is in no checkout
   */
  public static StackOptions in(Path data) {
    return new StackOptions(checkout(Path.of("")), data, 1, false, Map.of());
  }

  /** With this many processes of baseline-service. */
  public StackOptions withBaselineInstances(int instances) {
    return new StackOptions(repository, data, instances, usualPorts, settings);
  }

  /** With ports 8081 to 8084 where they are free. */
  public StackOptions withUsualPorts() {
    return new StackOptions(repository, data, baselineInstances, true, settings);
  }

  /** With an environment variable for every process of a service. */
  public StackOptions with(ServiceKind kind, String variable, String value) {
    Map<ServiceKind, Map<String, String>> changed = new HashMap<>(settings);
    Map<String, String> ofKind = new HashMap<>(changed.getOrDefault(kind, Map.of()));
    ofKind.put(variable, value);
    changed.put(kind, ofKind);
    return new StackOptions(repository, data, baselineInstances, usualPorts, changed);
  }

  /** The root of the checkout that a folder lies in. */
  static Path checkout(Path folder) {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("mvnw")) && Files.isDirectory(at.resolve("ingest-service"))) {
        return at;
      }
    }
    throw new IllegalStateException(folder.toAbsolutePath() + " is in no checkout of Tidemark");
  }
}

package dev.tidemark.alert;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * The embedded Kafka and PostgreSQL. The transaction manager that Hibernate brings reads all system
 * properties and takes texts only, so the note that {@link BackingServices} keeps there as an
 * object is taken out again.
 */
public final class Servers implements QuarkusTestResourceLifecycleManager {

  private final BackingServices services = new BackingServices();

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = services.start();
    System.getProperties().values().removeIf(value -> !(value instanceof String));
    return settings;
  }

  @Override
  public void stop() {
    services.stop();
  }
}

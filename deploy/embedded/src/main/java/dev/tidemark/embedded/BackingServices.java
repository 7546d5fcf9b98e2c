package dev.tidemark.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Kafka and PostgreSQL for {@code @QuarkusTest}s: started once in a test JVM, shared by all its
 * test classes, stopped and deleted when the JVM ends.
 *
 * <pre>{@code
 * @QuarkusTest
 * @QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
 * class EventResourceIT { ... }
 * }</pre>
 *
 * A test that needs an outage starts its own {@link EmbeddedKafka} or {@link EmbeddedDatabase}.
 */
public final class BackingServices implements QuarkusTestResourceLifecycleManager {

  /**
   * Holds the running servers' settings. A static field would not do: Quarkus loads this class
   * again in another class loader whenever it restarts the application under test. A text, since
   * libraries that walk the system properties stumble over anything else (Narayana does).
   */
  private static final String STARTED = BackingServices.class.getName() + ".started";

  /**
   * Starts what is not running yet.
   *
   * @return {@code kafka.bootstrap.servers}, {@code quarkus.datasource.reactive.url}, {@code
   *     quarkus.datasource.jdbc.url}, {@code quarkus.datasource.username}, {@code
   *     quarkus.datasource.password}, and log levels that silence the servers
   */
  @Override
  public Map<String, String> start() {
    synchronized (System.getProperties()) {
      String started = System.getProperty(STARTED);
      if (started == null) {
        started = write(launch());
        System.setProperty(STARTED, started);
      }
      return read(started);
    }
  }

  private static String write(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }

  private static Map<String, String> read(String text) {
    Map<String, String> settings = new HashMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .forEach(setting -> settings.put(setting[0], setting[1]));
    return settings;
  }

  /** Does nothing: the servers are shared until the JVM ends. */
  @Override
  public void stop() {
    // See the shutdown hook in launch().
  }

  private static Map<String, String> launch() {
    ScratchFolders.Scratch scratch = ScratchFolders.ofThisUser().open();
    EmbeddedKafka kafka = EmbeddedKafka.start(scratch.folder().resolve("kafka"));
    EmbeddedDatabase database =
        EmbeddedDatabase.start(
            scratch.folder().resolve(ScratchFolders.POSTGRES),
            FreePorts.any(),
            EmbeddedDatabase.Durability.MEMORY);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> shutDown(scratch, kafka, database), "backing-services-shutdown"));
    return settings(kafka, database);
  }

  private static Map<String, String> settings(EmbeddedKafka kafka, EmbeddedDatabase database) {
    Map<String, String> settings = new HashMap<>(database.quarkusProperties());
    settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    for (String category : new String[] {"kafka", "org.apache.kafka", "state.change.logger"}) {
      settings.put("quarkus.log.category.\"" + category + "\".level", "WARN");
    }
    return settings;
  }

  private static void shutDown(
      ScratchFolders.Scratch scratch, EmbeddedKafka kafka, EmbeddedDatabase database) {
    kafka.close();
    database.close();
    scratch.delete();
  }
}

package dev.tidemark.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server as a child process, with the empty database {@value #NAME}. Data stays in the
 * given folder. A server that a killed run left behind on that folder is found and stopped first.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  /** Name of the database, of its owner, and the owner's password. */
  public static final String NAME = "tidemark";

  private static final Duration START_WITHIN = Duration.ofSeconds(60);

  private final Path data;
  private final int port;
  private final Durability durability;
  private @Nullable EmbeddedPostgres server;

  /** What survives a power cut. A killed process loses nothing either way. */
  public enum Durability {
    /** Every commit is on disk when it is answered. */
    DISK,
    /** Commits reach the operating system only: faster, for tests. */
    MEMORY
  }

  private EmbeddedDatabase(Path data, int port, Durability durability) {
    this.data = data;
    this.port = port;
    this.durability = durability;
  }

  /**
   * Starts a server.
   *
   * @param data folder for its data; created if missing. Its log is {@code postgres.log} beside it
   * @param port a free port of 127.0.0.1
   * @param durability what survives a power cut
   * @throws IllegalStateException if it does not start; the message names the log file
   */
  public static EmbeddedDatabase start(Path data, int port, Durability durability) {
    EmbeddedDatabase database = new EmbeddedDatabase(data.toAbsolutePath(), port, durability);
    database.start();
    return database;
  }

  /** Stops a server that a killed run left behind on a data folder, if there is one. */
  public static void stopLeftover(Path data) {
    LeftoverPostgres.stop(data.toAbsolutePath());
  }

  /**
   * Starts again after {@link #stop}, on the same port and data.
   *
   * @throws IllegalStateException if it runs already, or does not start
   */
  public synchronized void start() {
    if (server != null) {
      throw new IllegalStateException("PostgreSQL runs already on port " + port);
    }
    LeftoverPostgres.stop(data);
    try {
      Files.createDirectories(data);
      EmbeddedPostgres started = builder().start();
      server = started;
      createDatabase(started);
    } catch (IOException | SQLException e) {
      stop();
      throw new IllegalStateException("PostgreSQL did not start, see " + log(), e);
    }
  }

  /** Stops the server, open connections are cut; does nothing if it is stopped. */
  public synchronized void stop() {
    EmbeddedPostgres stopping = server;
    if (stopping == null) {
      return;
    }
    server = null;
    try {
      stopping.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not stop, see " + log(), e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Its port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** URL for JDBC, without user and password. */
  public String jdbcUrl() {
    return "jdbc:" + reactiveUrl();
  }

  /** URL for the reactive client, without user and password. */
  public String reactiveUrl() {
    return "postgresql://" + FreePorts.HOST + ":" + port + "/" + NAME;
  }

  /** Settings of a Quarkus service that uses this database, by Quarkus' property names. */
  public Map<String, String> quarkusProperties() {
    return Map.of(
        "quarkus.datasource.reactive.url",
        reactiveUrl(),
        "quarkus.datasource.jdbc.url",
        jdbcUrl(),
        "quarkus.datasource.username",
        NAME,
        "quarkus.datasource.password",
        NAME);
  }

  private Path log() {
    return data.resolveSibling("postgres.log");
  }

  private EmbeddedPostgres.Builder builder() {
    String durable = durability == Durability.DISK ? "on" : "off";
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setPGStartupWait(START_WITHIN)
        .setOutputRedirector(Redirect.appendTo(log().toFile()))
        .setErrorRedirector(Redirect.appendTo(log().toFile()))
        // The same sorting everywhere, whatever the machine's locale.
        .setLocaleConfig("locale", "C")
        .setServerConfig("listen_addresses", FreePorts.HOST)
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "120")
        .setServerConfig("shared_buffers", "64MB")
        .setServerConfig("fsync", durable)
        .setServerConfig("full_page_writes", durable)
        .setServerConfig("synchronous_commit", durable);
  }

  private static void createDatabase(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT FROM pg_roles WHERE rolname = '" + NAME + "'")) {
        statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + NAME + "'");
      }
      if (!exists(statement, "SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
        statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
      }
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}

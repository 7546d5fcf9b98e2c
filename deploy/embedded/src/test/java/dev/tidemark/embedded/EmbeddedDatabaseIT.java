package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  @Test
  void dataIsKeptBetweenStarts() throws SQLException {
    // Given
    try (EmbeddedDatabase first = start()) {
      execute(first, "CREATE TABLE kept (n int)");
      execute(first, "INSERT INTO kept VALUES (42)");
    }
    // When
    try (EmbeddedDatabase second = start()) {
      // Then
      assertThat(number(second, "SELECT n FROM kept")).isEqualTo(42);
    }
  }

  @Test
  void theOwnerMayCreateSchemas() throws SQLException {
    // Given
    try (EmbeddedDatabase database = start()) {
      // When
      execute(database, "CREATE SCHEMA baseline");
      // Then
      assertThat(number(database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'baseline'"))
          .isEqualTo(1);
    }
  }

  @Test
  void aServerLeftBehindByAKilledRunIsFoundAndStopped() throws IOException, SQLException {
    // Given
    try (EmbeddedDatabase lost = start()) {
      execute(lost, "CREATE TABLE kept (n int)");
      execute(lost, "INSERT INTO kept VALUES (7)");
      Path data = folder.resolve("postgres");
      long pid =
          Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
      // When
      LeftoverPostgres.stop(data);
      // Then
      assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
    try (EmbeddedDatabase next = start()) {
      assertThat(number(next, "SELECT n FROM kept")).isEqualTo(7);
    }
  }

  private EmbeddedDatabase start() {
    return EmbeddedDatabase.start(
        folder.resolve("postgres"), FreePorts.any(), EmbeddedDatabase.Durability.MEMORY);
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), EmbeddedDatabase.NAME, EmbeddedDatabase.NAME);
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}

package dev.tidemark.e2e.suite;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** What Kafka knows of the consumer groups. */
public final class Groups implements AutoCloseable {

  private final Admin admin;

  /** With Kafka's bootstrap servers. */
  public Groups(String servers) {
    admin = Admin.create(Map.of("bootstrap.servers", servers));
  }

  /** How many members share the partitions of a group now. */
  public int members(String group) {
    try {
      return admin
          .describeConsumerGroups(List.of(group))
          .describedGroups()
          .values()
          .iterator()
          .next()
          .get()
          .members()
          .size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot describe group " + group, e.getCause());
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}

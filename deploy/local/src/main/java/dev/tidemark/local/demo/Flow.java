package dev.tidemark.local.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One network flow.
 *
 * @param at its time
 * @param source who began it
 * @param sourcePort port there
 * @param destination whom it went to
 * @param destinationPort port there
 * @param bytes both directions together
 * @param process the program behind it
 */
record Flow(
    Instant at,
    String source,
    int sourcePort,
    Place destination,
    int destinationPort,
    long bytes,
    String process) {

  /**
   * An address with what is known about it.
   *
   * @param ip its address
   * @param country where it is
   * @param organization whose it is
   */
  record Place(String ip, String country, String organization) {}

  /** As an event with ECS field names. */
  String ecs() {
    return "{\"@timestamp\":\""
        + at.truncatedTo(ChronoUnit.MILLIS)
        + "\",\"event\":{\"kind\":\"event\",\"category\":[\"network\"],\"type\":[\"connection\"],"
        + "\"action\":\"network_flow\",\"dataset\":\"flow\"},\"source\":{\"ip\":\""
        + source
        + "\",\"port\":"
        + sourcePort
        + ",\"bytes\":"
        + bytes / 5
        + "},\"destination\":{\"ip\":\""
        + destination.ip()
        + "\",\"port\":"
        + destinationPort
        + ",\"bytes\":"
        + (bytes - bytes / 5)
        + ",\"geo\":{\"country_name\":\""
        + destination.country()
        + "\"},\"as\":{\"organization\":{\"name\":\""
        + destination.organization()
        + "\"}}},\"network\":{\"bytes\":"
        + bytes
        + ",\"transport\":\""
        + (destinationPort == 53 ? "udp" : "tcp")
        + "\",\"type\":\"ipv4\",\"community_id\":\""
        + CommunityId.of(this)
        + "\"},\"process\":{\"name\":\""
        + process
        + "\"}}";
  }
}

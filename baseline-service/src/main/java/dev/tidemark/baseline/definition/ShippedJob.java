package dev.tidemark.baseline.definition;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.query.Condition;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** The jobs that come with Tidemark. */
public final class ShippedJob {

  private static final List<String> SHIPPERS =
      List.of("elastic-agent", "metricbeat", "filebeat", "packetbeat", "winlogbeat");

  private ShippedJob() {}

  /** Counts all network events, to find spikes. */
  public static JobDefinition highCountNetworkEvents() {
    return new JobDefinition(
        "high_count_network_events",
        "Spikes in network traffic",
        "Counts network events and tells when there are more than the time of day and week explain:"
            + " data leaving, scans, floods, or a misbehaving application.",
        BucketSpan.ofSeconds(900),
        Counts.EVENTS,
        EventQuery.of(networkEvents()),
        List.of(new DetectorDefinition(DetectorFunction.HIGH_COUNT, "", "", "")),
        List.of(
            "source.ip",
            "destination.ip",
            "destination.geo.country_name",
            "destination.as.organization.name"),
        1,
        ZoneId.of("UTC"),
        Duration.ofMinutes(2),
        10,
        new CustomRule(0, 1.25),
        null,
        true);
  }

  private static Condition networkEvents() {
    List<String> shippers =
        SHIPPERS.stream().flatMap(name -> Stream.of(name, name + ".exe")).toList();
    return new Condition.All(
        List.of(
            new Condition.Terms("event.category", List.of("network")),
            new Condition.Not(new Condition.Terms("process.name", shippers))));
  }
}

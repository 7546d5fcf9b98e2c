package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Suricata's EVE JSON: docs.suricata.io, "EVE JSON Format". */
final class SuricataMapping implements Mapping {

  private static final List<String> CONNECTION = List.of("connection");
  private static final List<String> ACCESS = List.of("access", "protocol");
  private static final List<String> DENIED = List.of("denied");
  private static final List<String> PROTOCOL = List.of("protocol");

  /** Records of one protocol's transactions, and the protocol. */
  private static final Map<String, String> PROTOCOLS =
      Map.ofEntries(
          Map.entry("dns", "dns"),
          Map.entry("http", "http"),
          Map.entry("http2", "http"),
          Map.entry("tls", "tls"),
          Map.entry("ssh", "ssh"),
          Map.entry("smb", "smb"),
          Map.entry("smtp", "smtp"),
          Map.entry("ftp", "ftp"),
          Map.entry("ftp_data", "ftp"),
          Map.entry("tftp", "tftp"),
          Map.entry("nfs", "nfs"),
          Map.entry("krb5", "krb5"),
          Map.entry("ike", "ike"),
          Map.entry("dhcp", "dhcp"),
          Map.entry("snmp", "snmp"),
          Map.entry("sip", "sip"),
          Map.entry("rdp", "rdp"),
          Map.entry("rfb", "rfb"),
          Map.entry("mqtt", "mqtt"),
          Map.entry("quic", "quic"));

  private final int eventType;
  private final int timestamp;
  private final int flowId;
  private final int sourceIp;
  private final TimeFields time;
  private final TimeFields flowEnd;
  private final TimeFields halfEnd;
  private final @Nullable TimeFields flowStart;
  private final @Nullable TimeFields halfStart;
  private final Copies endpoints;
  private final Copies flowCounters;
  private final Copies halfCounters;
  private final Copies dns;
  private final Copies alert;
  private final SuricataDetails details;
  private final Labels labels;
  private final FlowTimes times;
  private final NetworkFields network;

  SuricataMapping(Slots slots, NetworkFields network) {
    this.network = network;
    labels = new Labels(slots);
    times = new FlowTimes(slots);
    details = new SuricataDetails(slots);
    eventType = slots.raw("event_type");
    timestamp = slots.raw("timestamp");
    flowId = slots.raw("flow_id");
    sourceIp = slots.raw("src_ip");
    time = new TimeFields(slots, false, "timestamp");
    flowEnd = new TimeFields(slots, false, "flow.end", "timestamp");
    halfEnd = new TimeFields(slots, false, "netflow.end", "timestamp");
    boolean start = FlowTimes.wantsStart(slots);
    flowStart = start ? new TimeFields(slots, false, "flow.start") : null;
    halfStart = start ? new TimeFields(slots, false, "netflow.start") : null;
    endpoints = endpoints(slots);
    flowCounters =
        new Copies.Builder(slots)
            .copy("source.bytes", "flow.bytes_toserver")
            .copy("destination.bytes", "flow.bytes_toclient")
            .copy("source.packets", "flow.pkts_toserver")
            .copy("destination.packets", "flow.pkts_toclient")
            .build();
    halfCounters =
        new Copies.Builder(slots)
            .copy("source.bytes", "netflow.bytes")
            .copy("source.packets", "netflow.pkts")
            .build();
    dns =
        new Copies.Builder(slots)
            .copy("dns.question.name", "dns.rrname", "dns.queries.rrname", "dns.query.rrname")
            .copy("dns.question.type", "dns.rrtype", "dns.queries.rrtype", "dns.query.rrtype")
            .copy("dns.response_code", "dns.rcode")
            .build();
    alert =
        new Copies.Builder(slots)
            .copy("rule.name", "alert.signature")
            .copy("rule.id", "alert.signature_id")
            .copy("rule.category", "alert.category")
            .copy("event.severity", "alert.severity")
            .build();
  }

  private static Copies endpoints(Slots slots) {
    return new Copies.Builder(slots)
        .copy("source.ip", "src_ip")
        .copy("destination.ip", "dest_ip")
        .copy("source.port", "src_port")
        .copy("destination.port", "dest_port")
        .copy("source.mac", "ether.src_mac", "ether.src_macs")
        .copy("destination.mac", "ether.dest_mac", "ether.dest_macs")
        .copy("network.community_id", "community_id")
        .copy("flow.id", "flow_id")
        .copy("observer.name", "host")
        .copy("observer.hostname", "host")
        .copy("observer.ingress.interface.name", "in_iface")
        .build();
  }

  @Override
  public Format format() {
    return Format.SURICATA;
  }

  @Override
  public int[] marks() {
    return new int[] {eventType};
  }

  @Override
  public boolean recognises(EcsEvent event) {
    String type = event.value(eventType);
    return type != null
        && event.value(timestamp) != null
        && (event.value(flowId) != null || event.value(sourceIp) != null || type.equals("stats"));
  }

  @Override
  public Verdict map(EcsEvent event, Context context) {
    String type = String.valueOf(event.value(eventType));
    labels.source(event, "suricata", "suricata.eve");
    if (type.equals("flow")) {
      return flow(event, flowEnd, flowStart, flowCounters, context);
    }
    if (type.equals("netflow")) {
      return flow(event, halfEnd, halfStart, halfCounters, context);
    }
    long nanos = time.nanos(event);
    if (!TimeFields.isKnown(nanos)) {
      return time.fault(event);
    }
    times.at(event, nanos);
    endpoints.apply(event);
    if (type.equals("stats")) {
      return NoEvent.SENSOR_STATUS;
    }
    transaction(event, type);
    return common(event, context);
  }

  private Verdict flow(
      EcsEvent event,
      TimeFields end,
      @Nullable TimeFields start,
      Copies counters,
      Context context) {
    long to = end.nanos(event);
    if (!TimeFields.isKnown(to)) {
      return end.fault(event);
    }
    times.between(event, start == null ? TimeFields.ABSENT : start.nanos(event), to);
    endpoints.apply(event);
    counters.apply(event);
    labels.network(event);
    labels.types(event, CONNECTION);
    details.flow(event, labels);
    return common(event, context);
  }

  private void transaction(EcsEvent event, String type) {
    labels.network(event);
    String protocol = PROTOCOLS.get(type);
    if (type.equals("alert")) {
      labels.kind(event, "alert");
      labels.alsoCategory(event, "intrusion_detection");
      alert.apply(event);
      details.alert(event, labels);
    } else if (type.equals("drop")) {
      labels.types(event, DENIED);
    } else if (protocol != null) {
      boolean web = protocol.equals("http");
      labels.types(event, web ? ACCESS : PROTOCOL);
      if (web) {
        labels.alsoCategory(event, "web");
      }
    }
    if (type.equals("dns")) {
      dns.apply(event);
      details.dns(event);
    }
    details.protocol(event, protocol);
  }

  private Verdict common(EcsEvent event, Context context) {
    return details.finish(event, network, context);
  }
}

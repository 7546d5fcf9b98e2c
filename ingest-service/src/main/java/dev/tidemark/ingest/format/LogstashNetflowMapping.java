package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import dev.tidemark.ingest.event.Verdict.Plain;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON of Logstash's netflow codec, for NetFlow 5 and 9 and IPFIX: elastic.co/guide, "Netflow". */
final class LogstashNetflowMapping implements Mapping {

  private static final String[] SOURCES =
      n("ipv4_src_addr", "sourceIPv4Address", "ipv6_src_addr", "sourceIPv6Address");
  private static final String[] DESTINATIONS =
      n("ipv4_dst_addr", "destinationIPv4Address", "ipv6_dst_addr", "destinationIPv6Address");

  private final int version;
  private final int exporterVersion;
  private final int[] sources;
  private final int[] destinations;
  private final TimeFields time;
  private final @Nullable TimeFields start;
  private final Copies copies;
  private final LogstashDetails details;
  private final Labels labels;
  private final FlowTimes times;

  LogstashNetflowMapping(Slots slots, NetworkFields network) {
    labels = new Labels(slots);
    times = new FlowTimes(slots);
    details = new LogstashDetails(slots, network, labels);
    version = slots.raw("netflow.version");
    exporterVersion = slots.raw("netflow.exporter.version");
    sources = slots(slots, SOURCES);
    destinations = slots(slots, DESTINATIONS);
    time = new TimeFields(slots, true, times());
    start =
        FlowTimes.wantsStart(slots)
            ? new TimeFields(
                slots,
                true,
                n(
                    "first_switched",
                    "flowStartMilliseconds",
                    "flowStartMicroseconds",
                    "flowStartNanoseconds",
                    "flowStartSeconds",
                    "flow_start_msec"))
            : null;
    copies = copies(slots);
  }

  private static String[] times() {
    String[] own =
        n(
            "last_switched",
            "flowEndMilliseconds",
            "flowEndMicroseconds",
            "flowEndNanoseconds",
            "flowEndSeconds",
            "event_time_msec",
            "observationTimeMilliseconds");
    String[] all = Arrays.copyOf(own, own.length + 1);
    all[own.length] = FieldTable.TIMESTAMP;
    return all;
  }

  private static Copies copies(Slots slots) {
    return new Copies.Builder(slots)
        .copy(
            "source.port", n("l4_src_port", "sourceTransportPort", "tcp_src_port", "udp_src_port"))
        .copy(
            "destination.port",
            n("l4_dst_port", "destinationTransportPort", "tcp_dst_port", "udp_dst_port"))
        .copy(
            "source.bytes",
            n(
                "in_bytes",
                "octetDeltaCount",
                "fwd_flow_delta_bytes",
                "initiatorOctets",
                "octetTotalCount",
                "in_permanent_bytes",
                "out_bytes"))
        .copy(
            "destination.bytes",
            n(
                "rev_flow_delta_bytes",
                "reverseOctetDeltaCount",
                "responderOctets",
                "reverseOctetTotalCount"))
        .copy(
            "source.packets",
            n("in_pkts", "packetDeltaCount", "initiatorPackets", "packetTotalCount", "out_pkts"))
        .copy(
            "destination.packets",
            n("reversePacketDeltaCount", "responderPackets", "reversePacketTotalCount"))
        .copy("source.mac", n("in_src_mac", "sourceMacAddress"))
        .copy("destination.mac", n("in_dst_mac", "destinationMacAddress"))
        .copy("observer.ip", "host")
        .copy("observer.ingress.interface.id", n("input_snmp", "ingressInterface"))
        .copy("observer.egress.interface.id", n("output_snmp", "egressInterface"))
        .build();
  }

  /** The codec puts all fields under one name. */
  static String[] n(String... names) {
    String[] prefixed = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      prefixed[i] = "netflow." + names[i];
    }
    return prefixed;
  }

  private static int[] slots(Slots slots, String[] names) {
    int[] found = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      found[i] = slots.raw(names[i]);
    }
    return found;
  }

  @Override
  public Format format() {
    return Format.LOGSTASH_NETFLOW;
  }

  @Override
  public int[] marks() {
    return new int[] {version};
  }

  @Override
  public boolean recognises(EcsEvent event) {
    return event.value(version) != null && event.value(exporterVersion) == null;
  }

  @Override
  public Verdict map(EcsEvent event, Context context) {
    long to = time.nanos(event);
    if (!TimeFields.isKnown(to)) {
      return time.fault(event);
    }
    times.between(event, start == null ? TimeFields.ABSENT : start.nanos(event), to);
    labels.source(event, "netflow", "netflow.log");
    copies.apply(event);
    address(event, sources, FieldTable.SOURCE_SLOT);
    address(event, destinations, FieldTable.DESTINATION_SLOT);
    if (isOptions(event)) {
      return NoEvent.SENSOR_STATUS;
    }
    labels.network(event);
    details.map(event, context);
    return Plain.EVENT;
  }

  /** Exporters fill in zeros for the version of IP that a flow has not. */
  private static void address(EcsEvent event, int[] slots, int target) {
    for (int slot : slots) {
      String text = event.value(slot);
      if (text != null && !text.equals("0.0.0.0") && !text.equals("::")) {
        event.set(target, text);
        return;
      }
    }
    for (int slot : slots) {
      if (event.value(slot) != null) {
        event.copy(slot, target);
        return;
      }
    }
  }

  /** Records about the exporter itself have neither addresses nor counters of a flow. */
  private static boolean isOptions(EcsEvent event) {
    return event.value(FieldTable.SOURCE_SLOT) == null
        && event.value(FieldTable.DESTINATION_SLOT) == null
        && event.value(FieldTable.SOURCE_BYTES_SLOT) == null;
  }
}

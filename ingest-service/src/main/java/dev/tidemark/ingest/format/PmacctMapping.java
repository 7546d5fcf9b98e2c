package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.event.Verdict.Plain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON of pmacctd, nfacctd, sfacctd and uacctd: CONFIG-KEYS of pmacct, "aggregate". */
final class PmacctMapping implements Mapping {

  private static final List<String> CONNECTION = List.of("connection");
  private static final List<String> DENIED = List.of("connection", "denied");

  private final int source;
  private final int destination;
  private final int bytes;
  private final int packets;
  private final int samplingRate;
  private final int proto;
  private final int forwarding;
  private final int flowFinal;
  private final TimeFields time;
  private final TimeFields flow;
  private final @Nullable TimeFields start;
  private final Copies copies;
  private final Labels labels;
  private final FlowTimes times;
  private final NetworkFields network;

  PmacctMapping(Slots slots, NetworkFields network) {
    this.network = network;
    labels = new Labels(slots);
    times = new FlowTimes(slots);
    flowFinal = slots.target("flow.final");
    source = slots.raw("ip_src");
    destination = slots.raw("ip_dst");
    bytes = slots.raw("bytes");
    packets = slots.raw("packets");
    samplingRate = slots.raw("sampling_rate");
    proto = NetworkFields.wantsProtocol(slots) ? slots.raw("ip_proto") : Slots.NONE;
    forwarding = slots.wants("event.type") ? slots.raw("fwd_status") : Slots.NONE;
    time =
        new TimeFields(
            slots, true, "timestamp_end", "timestamp_start", "timestamp_arrival", "stamp_inserted");
    flow = new TimeFields(slots, true, "timestamp_end", "timestamp_start");
    start = FlowTimes.wantsStart(slots) ? new TimeFields(slots, true, "timestamp_start") : null;
    copies =
        new Copies.Builder(slots)
            .copy("source.ip", "ip_src")
            .copy("destination.ip", "ip_dst")
            .copy("source.port", "port_src")
            .copy("destination.port", "port_dst")
            .copy("source.bytes", "bytes")
            .copy("source.packets", "packets")
            .copy("source.mac", "mac_src")
            .copy("destination.mac", "mac_dst")
            .copy("observer.ip", "peer_ip_src")
            .copy("observer.ingress.interface.id", "iface_in")
            .copy("observer.egress.interface.id", "iface_out")
            .build();
  }

  @Override
  public Format format() {
    return Format.PMACCT;
  }

  @Override
  public int[] marks() {
    return new int[] {source, destination};
  }

  @Override
  public boolean recognises(EcsEvent event) {
    return (event.value(source) != null || event.value(destination) != null)
        && (event.value(bytes) != null || event.value(packets) != null);
  }

  @Override
  public Verdict map(EcsEvent event, Context context) {
    long to = time.nanos(event);
    if (to == TimeFields.ABSENT && context.arrivalMillis() != TimeBounds.NO_ARRIVAL) {
      to = context.arrivalMillis() * Times.NANOS_PER_MILLI;
    }
    if (!TimeFields.isKnown(to)) {
      return time.fault(event);
    }
    times.between(event, start == null ? TimeFields.ABSENT : start.nanos(event), to);
    labels.source(event, "pmacct", "pmacct.flow");
    labels.network(event);
    copies.apply(event);
    network.sampled(event, Counters.rate(event.value(samplingRate)));
    if (forwarding != Slots.NONE) {
      String status = event.value(forwarding);
      boolean dropped = status != null && status.startsWith("DROPPED");
      labels.types(event, dropped ? DENIED : CONNECTION);
    }
    if (flowFinal != Slots.NONE && flow.nanos(event) != TimeFields.ABSENT) {
      FlowEnd.set(event, flowFinal, true); // one flow; without its times, sums of many
    }
    network.derive(event, proto == Slots.NONE ? null : event.value(proto), context);
    return Plain.EVENT;
  }
}

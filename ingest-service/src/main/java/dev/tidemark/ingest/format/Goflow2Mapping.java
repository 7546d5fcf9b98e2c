package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.event.Verdict.Plain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON of goflow2: github.com/netsampler/goflow2, docs/protocols.md. */
final class Goflow2Mapping implements Mapping {

  private static final List<String> CONNECTION = List.of("connection");
  private static final List<String> DENIED = List.of("connection", "denied");
  private static final int DROPPED = 2;
  private static final int STATUS_SHIFT = 6;

  private final int received;
  private final int ended;
  private final int bytes;
  private final int type;
  private final int samplingRate;
  private final int proto;
  private final int flowFinal;
  private final int forwarding;
  private final int icmpType;
  private final int icmpCode;
  private final TimeFields time;
  private final @Nullable TimeFields start;
  private final Copies copies;
  private final Labels labels;
  private final FlowTimes times;
  private final NetworkFields network;

  Goflow2Mapping(Slots slots, NetworkFields network) {
    this.network = network;
    labels = new Labels(slots);
    times = new FlowTimes(slots);
    flowFinal = slots.target("flow.final");
    received = slots.raw("time_received_ns");
    ended = slots.raw("time_flow_end_ns");
    bytes = slots.raw("bytes");
    samplingRate = slots.raw("sampling_rate");
    type = flowFinal == Slots.NONE ? Slots.NONE : slots.raw("type");
    proto = NetworkFields.wantsProtocol(slots) ? slots.raw("proto") : Slots.NONE;
    forwarding = slots.wants("event.type") ? slots.raw("forwarding_status") : Slots.NONE;
    boolean community = slots.wants("network.community_id");
    icmpType = community ? slots.raw("icmp_type") : Slots.NONE;
    icmpCode = community ? slots.raw("icmp_code") : Slots.NONE;
    time =
        new TimeFields(slots, true, "time_flow_end_ns", "time_flow_start_ns", "time_received_ns");
    start = FlowTimes.wantsStart(slots) ? new TimeFields(slots, true, "time_flow_start_ns") : null;
    copies =
        new Copies.Builder(slots)
            .copy("source.ip", "src_addr")
            .copy("destination.ip", "dst_addr")
            .copy("source.port", "src_port")
            .copy("destination.port", "dst_port")
            .copy("source.bytes", "bytes")
            .copy("source.packets", "packets")
            .copy("source.mac", "src_mac")
            .copy("destination.mac", "dst_mac")
            .copy("observer.ip", "sampler_address")
            .copy("observer.ingress.interface.id", "in_if")
            .copy("observer.egress.interface.id", "out_if")
            .build();
  }

  @Override
  public Format format() {
    return Format.GOFLOW2;
  }

  @Override
  public int[] marks() {
    return new int[] {received, ended};
  }

  @Override
  public boolean recognises(EcsEvent event) {
    return (event.value(received) != null || event.value(ended) != null)
        && event.value(bytes) != null;
  }

  @Override
  public Verdict map(EcsEvent event, Context context) {
    long to = time.nanos(event);
    if (!TimeFields.isKnown(to)) {
      return time.fault(event);
    }
    times.between(event, start == null ? TimeFields.ABSENT : start.nanos(event), to);
    labels.source(event, "goflow2", "goflow2.flow");
    labels.network(event);
    copies.apply(event);
    network.sampled(event, Counters.rate(event.value(samplingRate)));
    if (forwarding != Slots.NONE) {
      boolean dropped = Counters.whole(event.value(forwarding)) >> STATUS_SHIFT == DROPPED;
      labels.types(event, dropped ? DENIED : CONNECTION);
    }
    if (type != Slots.NONE && isFlow(event.value(type))) {
      FlowEnd.set(event, flowFinal, true);
    }
    derive(event, context);
    return Plain.EVENT;
  }

  /** sFlow samples single packets: it reports no flows. */
  private static boolean isFlow(@Nullable String protocol) {
    return protocol == null || !protocol.startsWith("SFLOW");
  }

  private void derive(EcsEvent event, Context context) {
    String name = proto == Slots.NONE ? null : event.value(proto);
    int number = Transport.number(name);
    if (icmpType != Slots.NONE && Transport.isIcmp(number)) {
      int icmp = (int) Counters.whole(event.value(icmpType));
      network.icmp(event, number, icmp, (int) Counters.whole(event.value(icmpCode)), context);
    } else {
      network.derive(event, name, context);
    }
  }
}

package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of NetFlow must be looked at to be mapped. */
final class LogstashDetails {

  private static final List<String> CONNECTION = List.of("connection");
  private static final List<String> DENIED = List.of("connection", "denied");
  private static final List<String> START = List.of("connection", "start");
  private static final List<String> END = List.of("connection", "end");

  private static final String DROPPED = "2";
  private static final String EVENT_CREATED = "1";
  private static final String EVENT_DELETED = "2";
  private static final String EVENT_DENIED = "3";
  private static final String EVENT_UPDATED = "5";

  private final NetworkFields network;
  private final Labels labels;
  private final int flowFinal;
  private final int action;
  private final int direction;
  private final int[] sampling;
  private final int packetInterval;
  private final int packetSpace;
  private final int[] protocols;
  private final int[] endReasons;
  private final int[] firewallEvents;
  private final int[] directions;
  private final int forwarding;

  LogstashDetails(Slots slots, NetworkFields network, Labels labels) {
    this.network = network;
    this.labels = labels;
    flowFinal = slots.target("flow.final");
    action = slots.target("event.action");
    direction = slots.target("network.direction");
    boolean judges = flowFinal != Slots.NONE || slots.wants("event.type");
    sampling = raw(slots, true, "sampling_interval", "samplingInterval");
    packetInterval = slots.raw("netflow.samplingPacketInterval");
    packetSpace = slots.raw("netflow.samplingPacketSpace");
    protocols = raw(slots, NetworkFields.wantsProtocol(slots), "protocol", "protocolIdentifier");
    endReasons = raw(slots, flowFinal != Slots.NONE, "flowEndReason", "flow_end_reason");
    firewallEvents = raw(slots, judges, "fw_event", "firewallEvent");
    directions = raw(slots, direction != Slots.NONE, "direction", "flowDirection");
    forwarding = judges ? slots.raw("netflow.forwarding_status.status") : Slots.NONE;
  }

  private static int[] raw(Slots slots, boolean needed, String... names) {
    int[] found = new int[needed ? names.length : 0];
    for (int i = 0; i < found.length; i++) {
      found[i] = slots.raw("netflow." + names[i]);
    }
    return found;
  }

  private static @Nullable String first(EcsEvent event, int[] slots) {
    for (int slot : slots) {
      String value = event.value(slot);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  void map(EcsEvent event, Mapping.Context context) {
    network.sampled(event, rate(event));
    Labels.put(event, action, "netflow_flow");
    String firewall = first(event, firewallEvents);
    if (labels.wantsType()) {
      labels.types(event, types(event, firewall));
    }
    if (flowFinal != Slots.NONE) {
      boolean living = EVENT_CREATED.equals(firewall) || EVENT_UPDATED.equals(firewall);
      FlowEnd.set(event, flowFinal, !living && FlowEnd.byReason(first(event, endReasons)));
    }
    if (direction != Slots.NONE) {
      Labels.put(event, direction, direction(first(event, directions)));
    }
    network.derive(event, first(event, protocols), context);
  }

  private List<String> types(EcsEvent event, @Nullable String firewall) {
    if (EVENT_DENIED.equals(firewall) || DROPPED.equals(event.value(forwarding))) {
      return DENIED;
    }
    if (EVENT_CREATED.equals(firewall)) {
      return START;
    }
    return EVENT_DELETED.equals(firewall) ? END : CONNECTION;
  }

  private static @Nullable String direction(@Nullable String told) {
    if (told == null) {
      return null;
    }
    return told.equals("0") ? "inbound" : told.equals("1") ? "outbound" : null;
  }

  /** One of so many packets; or so many packets, then a gap of so many. */
  private long rate(EcsEvent event) {
    long rate = Counters.rate(first(event, sampling));
    long interval = Counters.whole(event.value(packetInterval));
    long space = Counters.whole(event.value(packetSpace));
    return rate == 1 && interval > 0 && space > 0 ? (interval + space) / interval : rate;
  }
}

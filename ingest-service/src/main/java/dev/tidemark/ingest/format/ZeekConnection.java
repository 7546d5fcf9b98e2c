package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a Zeek connection says of how it went. */
final class ZeekConnection {

  private final NetworkFields network;
  private final Labels labels;
  private final int flowFinal;
  private final int state;
  private final int proto;
  private final int service;
  private final int protocol;
  private final int direction;
  private final int localOriginator;
  private final int localResponder;
  private final int originatorPort;
  private final int responderPort;
  private final int sourcePort;
  private final int destinationPort;

  ZeekConnection(Slots slots, NetworkFields network, Labels labels) {
    this.network = network;
    this.labels = labels;
    flowFinal = slots.target("flow.final");
    state = slots.raw("conn_state");
    protocol = slots.target("network.protocol");
    service = protocol == Slots.NONE ? Slots.NONE : slots.raw("service");
    direction = slots.target("network.direction");
    boolean directed = direction != Slots.NONE;
    localOriginator = directed ? slots.raw("local_orig") : Slots.NONE;
    localResponder = directed ? slots.raw("local_resp") : Slots.NONE;
    sourcePort = slots.target("source.port");
    destinationPort = slots.target("destination.port");
    boolean ports = sourcePort != Slots.NONE || destinationPort != Slots.NONE;
    originatorPort = ports ? slots.raw("id.orig_p") : Slots.NONE;
    responderPort = ports ? slots.raw("id.resp_p") : Slots.NONE;
    proto = ports || NetworkFields.wantsProtocol(slots) ? slots.raw("proto") : Slots.NONE;
  }

  void map(EcsEvent event) {
    FlowEnd.set(event, flowFinal, true);
    if (labels.wantsType()) {
      labels.types(event, types(event.value(state)));
    }
    if (direction != Slots.NONE) {
      Labels.put(
          event,
          direction,
          direction(
              ZeekMapping.truth(event.value(localOriginator)),
              ZeekMapping.truth(event.value(localResponder))));
    }
    services(event);
  }

  private static List<String> types(@Nullable String state) {
    return switch (state == null ? "" : state) {
      case "S0", "S1" -> List.of("connection", "start");
      case "SF" -> List.of("connection", "start", "end");
      case "REJ" -> List.of("connection", "start", "denied");
      case "" -> List.of("connection");
      default -> List.of("connection", "info");
    };
  }

  private static @Nullable String direction(@Nullable Boolean from, @Nullable Boolean to) {
    if (from == null || to == null) {
      return null;
    }
    if (from) {
      return to ? "internal" : "outbound";
    }
    return to ? "inbound" : "external";
  }

  /** One protocol, or several with commas between. */
  private void services(EcsEvent event) {
    String text = service == Slots.NONE ? null : event.value(service);
    if (text == null) {
      return;
    }
    int from = 0;
    for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
      addService(event, text.substring(from, comma));
      from = comma + 1;
    }
    addService(event, text.substring(from));
  }

  private void addService(EcsEvent event, String name) {
    if (!name.isEmpty()) {
      event.add(protocol, name.toLowerCase(Locale.ROOT));
    }
  }

  /** Logs of one protocol are named after it. */
  void protocolOf(EcsEvent event, String log) {
    labels.types(event, List.of("info"));
    boolean named = !log.isEmpty() && !log.equals("weird") && !log.equals("notice");
    Labels.put(event, protocol, named ? (log.equals("ssl") ? "tls" : log) : null);
  }

  /** Zeek writes the type and code of ICMP where ports would be, and has one name for both. */
  void derive(EcsEvent event, Mapping.Context context) {
    String name = proto == Slots.NONE ? null : event.value(proto);
    if ("icmp".equals(name)) {
      String source = event.value(FieldTable.SOURCE_SLOT);
      boolean six = source != null && source.indexOf(':') >= 0;
      network.icmp(
          event,
          six ? Transport.IPV6_ICMP : Transport.ICMP,
          number(event, originatorPort),
          number(event, responderPort),
          context);
      return;
    }
    copy(event, originatorPort, sourcePort);
    copy(event, responderPort, destinationPort);
    network.derive(event, name, context);
  }

  private static void copy(EcsEvent event, int from, int to) {
    if (to != Slots.NONE) {
      event.copy(from, to);
    }
  }

  private static int number(EcsEvent event, int slot) {
    return slot == Slots.NONE ? -1 : (int) Counters.whole(event.value(slot));
  }
}

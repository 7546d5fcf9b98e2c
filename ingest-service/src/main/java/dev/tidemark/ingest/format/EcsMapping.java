package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsBody;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.event.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Documents that have ECS names already. They stay as they are; only {@code flow.final}, which
 * Packetbeat alone writes, is found out for the others.
 */
final class EcsMapping implements Mapping {

  private final int flowFinal;
  private final int eventType;
  private final int category;
  private final int eventDataset;
  private final int streamDataset;
  private final int action;
  private final int endReason;
  private final int eveType;
  private final int tcpFlags;
  private final int ianaNumber;
  private final int transport;

  EcsMapping(Slots slots) {
    flowFinal = slots.target("flow.final");
    boolean derives = flowFinal != Slots.NONE;
    eventType = derives ? slots.raw("event.type") : Slots.NONE;
    category = derives ? slots.raw("event.category") : Slots.NONE;
    eventDataset = derives ? slots.raw("event.dataset") : Slots.NONE;
    streamDataset = derives ? slots.raw("data_stream.dataset") : Slots.NONE;
    action = derives ? slots.raw("event.action") : Slots.NONE;
    endReason = derives ? slots.raw("netflow.flow_end_reason") : Slots.NONE;
    eveType = derives ? slots.raw("suricata.eve.event_type") : Slots.NONE;
    tcpFlags = derives ? slots.raw("aws.vpcflow.tcp_flags") : Slots.NONE;
    ianaNumber = derives ? slots.raw("network.iana_number") : Slots.NONE;
    transport = derives ? slots.raw("network.transport") : Slots.NONE;
  }

  @Override
  public Format format() {
    return Format.ECS;
  }

  @Override
  public int[] marks() {
    return new int[] {FieldTable.TIMESTAMP_SLOT};
  }

  @Override
  public boolean recognises(EcsEvent event) {
    return event.value(FieldTable.TIMESTAMP_SLOT) != null;
  }

  @Override
  public Verdict map(EcsEvent event, Context context) {
    Verdict verdict = EcsBody.timed(event);
    if (flowFinal != Slots.NONE && event.value(flowFinal) == null) {
      String last = last(event);
      Labels.put(event, flowFinal, last);
    }
    return verdict;
  }

  /** "true", "false", or null when it is no report of a flow, or does not say. */
  private @Nullable String last(EcsEvent event) {
    String dataset = event.value(eventDataset);
    if (dataset == null) {
      dataset = event.value(streamDataset);
    }
    return switch (dataset == null ? "" : dataset) {
      case "zeek.connection" -> "true";
      case "netflow.log" -> text(FlowEnd.byReason(event.value(endReason)));
      case "suricata.eve" -> suricata(event.value(eveType));
      case "aws.vpcflow" -> vpc(event);
      default ->
          "netflow_flow".equals(event.value(action))
              ? text(FlowEnd.byReason(event.value(endReason)))
              : byType(event);
    };
  }

  private static @Nullable String suricata(@Nullable String type) {
    return "flow".equals(type) || "netflow".equals(type) ? "true" : null;
  }

  private String vpc(EcsEvent event) {
    int protocol = Transport.number(event.value(ianaNumber));
    if (protocol == Transport.UNKNOWN) {
      protocol = Transport.number(event.value(transport));
    }
    return text(FlowEnd.byFlags(hasType(event, "denied"), protocol, event.value(tcpFlags)));
  }

  /** Processes and sessions start and end, too. */
  private @Nullable String byType(EcsEvent event) {
    if (!has(event, category, "network")) {
      return null;
    }
    if (hasType(event, "end")) {
      return "true";
    }
    if (hasType(event, "start")) {
      return hasType(event, "denied") ? "true" : "false";
    }
    return hasType(event, "connection") && hasType(event, "denied") ? "true" : null;
  }

  private boolean hasType(EcsEvent event, String wanted) {
    return has(event, eventType, wanted);
  }

  private static boolean has(EcsEvent event, int slot, String wanted) {
    int count = event.count(slot);
    for (int i = 0; i < count; i++) {
      if (event.value(slot, i).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static String text(boolean value) {
    return value ? "true" : "false";
  }
}

package dev.tidemark.ingest.fold;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which events are the final reports of flows, and the flows from each other. */
final class FlowReports {

  private static final String FINAL = "flow.final";
  private static final String ID = "flow.id";
  private static final String COMMUNITY_ID = "network.community_id";
  private static final String SOURCE_PORT = "source.port";
  private static final String DESTINATION_PORT = "destination.port";
  private static final String TRANSPORT = "network.transport";

  /** The event fields that are looked at, beside the addresses. */
  static final List<String> FIELDS =
      List.of(FINAL, ID, COMMUNITY_ID, SOURCE_PORT, DESTINATION_PORT, TRANSPORT);

  private final int finalSlot;
  private final int idSlot;
  private final int communitySlot;
  private final int sourcePortSlot;
  private final int destinationPortSlot;
  private final int transportSlot;
  private final StringBuilder tuple = new StringBuilder();
  private String identity = "";

  FlowReports(FieldTable fields) {
    finalSlot = fields.slot(FINAL);
    idSlot = fields.slot(ID);
    communitySlot = fields.slot(COMMUNITY_ID);
    sourcePortSlot = fields.slot(SOURCE_PORT);
    destinationPortSlot = fields.slot(DESTINATION_PORT);
    transportSlot = fields.slot(TRANSPORT);
  }

  /** Why an event is no final report of a flow that can be told from others; null: it is one. */
  @Nullable SkipReason fault(EcsEvent event) {
    String last = event.value(finalSlot);
    if (last == null) {
      return SkipReason.NOT_A_FLOW;
    }
    if (!last.equals("true")) {
      return SkipReason.LIVING_FLOW;
    }
    identity = identity(event);
    return identity.isEmpty() ? SkipReason.UNIDENTIFIED_FLOW : null;
  }

  /** What tells the flow from others whose report {@link #fault} was asked about last. */
  String identity() {
    return identity;
  }

  /** Its id, else its Community ID, else its endpoints and transport; empty: nothing is known. */
  private String identity(EcsEvent event) {
    String id = event.value(idSlot);
    if (id == null || id.isEmpty()) {
      id = event.value(communitySlot);
    }
    return id == null || id.isEmpty() ? tuple(event) : id;
  }

  /** The same for both directions. */
  private String tuple(EcsEvent event) {
    String source = event.value(FieldTable.SOURCE_SLOT);
    String destination = event.value(FieldTable.DESTINATION_SLOT);
    if (source == null || destination == null) {
      return "";
    }
    String sourcePort = orNone(event.value(sourcePortSlot));
    String destinationPort = orNone(event.value(destinationPortSlot));
    int order = source.compareTo(destination);
    boolean forward = order < 0 || (order == 0 && sourcePort.compareTo(destinationPort) <= 0);
    tuple.setLength(0);
    tuple.append(orNone(event.value(transportSlot)));
    append(forward ? source : destination, forward ? sourcePort : destinationPort);
    append(forward ? destination : source, forward ? destinationPort : sourcePort);
    return tuple.toString();
  }

  private void append(String address, String port) {
    tuple.append(' ').append(address).append(' ').append(port);
  }

  private static String orNone(@Nullable String value) {
    return value == null ? "" : value;
  }
}

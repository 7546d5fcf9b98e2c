package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import org.jspecify.annotations.Nullable;

/** The {@code network.*} fields that follow from others, the same in all formats. */
final class NetworkFields {

  private final int transport;
  private final int ianaNumber;
  private final int type;
  private final int bytes;
  private final int packets;
  private final int communityId;
  private final int sourcePort;
  private final int destinationPort;
  private final int sourcePackets;
  private final int destinationPackets;
  private final int sourceMac;
  private final int destinationMac;

  NetworkFields(Slots slots) {
    transport = slots.target("network.transport");
    ianaNumber = slots.target("network.iana_number");
    type = slots.target("network.type");
    bytes = slots.target("network.bytes");
    packets = slots.target("network.packets");
    communityId = slots.target("network.community_id");
    sourcePort = slots.target("source.port");
    destinationPort = slots.target("destination.port");
    sourcePackets = slots.target("source.packets");
    destinationPackets = slots.target("destination.packets");
    sourceMac = slots.target("source.mac");
    destinationMac = slots.target("destination.mac");
  }

  static boolean wantsProtocol(Slots slots) {
    return slots.wantsAny("network.transport", "network.iana_number", "network.community_id");
  }

  /** Multiplies what was counted in a sample. */
  void sampled(EcsEvent event, long rate) {
    if (rate > 1) {
      Counters.multiply(event, FieldTable.SOURCE_BYTES_SLOT, rate);
      Counters.multiply(event, FieldTable.DESTINATION_BYTES_SLOT, rate);
      Counters.multiply(event, sourcePackets, rate);
      Counters.multiply(event, destinationPackets, rate);
    }
  }

  /**
   * Sets what follows from the endpoints, which are set already.
   *
   * @param protocol as the source tells it, by name or number
   */
  void derive(EcsEvent event, @Nullable String protocol, Mapping.Context context) {
    int number = Transport.number(protocol);
    describe(event, number, protocol);
    communityId(
        event,
        number,
        Transport.isIcmp(number) ? -1 : port(event, sourcePort),
        port(event, destinationPort),
        context);
  }

  /**
   * Sets what follows from the endpoints of an ICMP message.
   *
   * @param number 1 or 58
   */
  void icmp(EcsEvent event, int number, int icmpType, int icmpCode, Mapping.Context context) {
    describe(event, number, null);
    communityId(event, number, icmpType, icmpCode, context);
  }

  private void describe(EcsEvent event, int number, @Nullable String protocol) {
    if (transport != Slots.NONE) {
      Labels.put(event, transport, Transport.name(number, protocol));
    }
    Labels.put(event, ianaNumber, Transport.numberText(number));
    if (type != Slots.NONE) {
      Labels.put(event, type, ipVersion(event.value(FieldTable.SOURCE_SLOT)));
    }
    Counters.sum(event, FieldTable.SOURCE_BYTES_SLOT, FieldTable.DESTINATION_BYTES_SLOT, bytes);
    Counters.sum(event, sourcePackets, destinationPackets, packets);
    Macs.normalise(event, sourceMac);
    Macs.normalise(event, destinationMac);
  }

  private static @Nullable String ipVersion(@Nullable String address) {
    if (address == null) {
      return null;
    }
    return address.indexOf(':') >= 0 ? "ipv6" : "ipv4";
  }

  private void communityId(EcsEvent event, int number, int from, int to, Mapping.Context context) {
    if (communityId == Slots.NONE || event.value(communityId) != null) {
      return;
    }
    String source = event.value(FieldTable.SOURCE_SLOT);
    String destination = event.value(FieldTable.DESTINATION_SLOT);
    if (source != null && destination != null) {
      Labels.put(
          event, communityId, context.communityId().of(source, destination, number, from, to));
    }
  }

  private static int port(EcsEvent event, int slot) {
    long port = slot == Slots.NONE ? -1 : Counters.whole(event.value(slot));
    return port > 0xffff ? -1 : (int) port;
  }
}

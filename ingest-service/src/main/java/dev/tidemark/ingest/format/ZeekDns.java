package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import java.util.List;

/** Zeek's dns.log: a query together with its answer. */
final class ZeekDns {

  private static final List<String> TYPES = List.of("connection", "protocol", "info");

  private final Labels labels;
  private final Copies copies;
  private final int protocol;
  private final int outcome;
  private final int type;
  private final int responseCode;

  ZeekDns(Slots slots, Labels labels) {
    this.labels = labels;
    protocol = slots.target("network.protocol");
    outcome = slots.target("event.outcome");
    type = slots.target("dns.type");
    responseCode =
        outcome != Slots.NONE || type != Slots.NONE ? slots.raw("rcode_name") : Slots.NONE;
    copies =
        new Copies.Builder(slots)
            .copy("dns.question.name", "query")
            .copy("dns.question.type", "qtype_name")
            .copy("dns.response_code", "rcode_name")
            .copy("dns.id", "trans_id")
            .build();
  }

  void map(EcsEvent event) {
    copies.apply(event);
    labels.types(event, TYPES);
    Labels.put(event, protocol, "dns");
    if (responseCode != Slots.NONE) {
      String code = event.value(responseCode);
      Labels.put(event, type, code == null ? "query" : "answer");
      boolean good = code == null || code.equals("NOERROR");
      Labels.put(event, outcome, good ? "success" : "failure");
    }
  }
}

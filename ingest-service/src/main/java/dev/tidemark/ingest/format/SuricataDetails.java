package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.Verdict;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of EVE must be looked at to be mapped, and is looked at only if a job needs it. */
final class SuricataDetails {

  private final int proto;
  private final int appProto;
  private final int protocol;
  private final int flowFinal;
  private final int flowState;
  private final int flowAction;
  private final int verdict;
  private final int alertAction;
  private final int action;
  private final int dnsType;
  private final int rawDnsType;
  private final int icmpType;
  private final int icmpCode;

  SuricataDetails(Slots slots) {
    proto = NetworkFields.wantsProtocol(slots) ? slots.raw("proto") : Slots.NONE;
    protocol = slots.target("network.protocol");
    appProto = protocol == Slots.NONE ? Slots.NONE : slots.raw("app_proto");
    flowFinal = slots.target("flow.final");
    action = slots.target("event.action");
    boolean types = slots.wants("event.type");
    flowState = types ? slots.raw("flow.state") : Slots.NONE;
    flowAction = types ? slots.raw("flow.action") : Slots.NONE;
    verdict = types ? slots.raw("verdict.action") : Slots.NONE;
    alertAction = types || action != Slots.NONE ? slots.raw("alert.action") : Slots.NONE;
    dnsType = slots.target("dns.type");
    rawDnsType = dnsType == Slots.NONE ? Slots.NONE : slots.raw("dns.type");
    boolean community = slots.wants("network.community_id");
    icmpType = community ? slots.raw("icmp_type") : Slots.NONE;
    icmpCode = community ? slots.raw("icmp_code") : Slots.NONE;
  }

  void flow(EcsEvent event, Labels labels) {
    FlowEnd.set(event, flowFinal, true);
    if (labels.wantsType()) {
      String state = event.value(flowState);
      if ("new".equals(state)) {
        labels.alsoType(event, "start");
      } else if ("closed".equals(state)) {
        labels.alsoType(event, "end");
      }
      if (isDrop(event.value(flowAction)) || isDrop(event.value(verdict))) {
        labels.alsoType(event, "denied");
      }
    }
    protocol(event, null);
  }

  private static boolean isDrop(@Nullable String word) {
    return "drop".equals(word) || "reject".equals(word) || "rejected".equals(word);
  }

  void alert(EcsEvent event, Labels labels) {
    if (alertAction != Slots.NONE) {
      String word = event.value(alertAction);
      Labels.put(event, action, word);
      if (labels.wantsType() && word != null) {
        labels.types(event, List.of(word.equals("blocked") ? "denied" : word));
      }
    }
  }

  /** Up to Suricata 7 a query has type query, later request; the field has ECS's own name. */
  void dns(EcsEvent event) {
    if (rawDnsType != Slots.NONE) {
      String word = event.value(rawDnsType);
      if (word != null) {
        boolean query = word.equals("query") || word.equals("request");
        event.set(dnsType, query ? "query" : "answer");
      }
    }
  }

  /** Sets the application's protocol: of the record, else as Suricata detected it. */
  void protocol(EcsEvent event, @Nullable String known) {
    if (protocol == Slots.NONE) {
      return;
    }
    String detected = event.value(appProto);
    if (detected != null && !detected.equals("failed") && !detected.startsWith("template")) {
      event.set(protocol, detected.toLowerCase(Locale.ROOT));
    } else {
      Labels.put(event, protocol, known);
    }
  }

  Verdict finish(EcsEvent event, NetworkFields network, Mapping.Context context) {
    String name = proto == Slots.NONE ? null : event.value(proto);
    int number = Transport.number(name);
    if (icmpType != Slots.NONE && Transport.isIcmp(number)) {
      int type = (int) Counters.whole(event.value(icmpType));
      network.icmp(event, number, type, (int) Counters.whole(event.value(icmpCode)), context);
    } else {
      network.derive(event, name, context);
    }
    return Verdict.Plain.EVENT;
  }
}

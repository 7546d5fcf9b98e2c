package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import dev.tidemark.ingest.event.Verdict.Plain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AWS VPC flow logs: docs.aws.amazon.com/vpc, "Flow log records". Only lines of text are. */
final class VpcMapping implements Mapping {

  private static final String PREFIX = "aws.vpcflow.";
  private static final List<String> ALLOWED = List.of("connection", "allowed");
  private static final List<String> DENIED = List.of("connection", "denied");
  private static final List<String> CONNECTION = List.of("connection");

  private final int status;
  private final int action;
  private final int protocol;
  private final int tcpFlags;
  private final int flowFinal;
  private final int eventAction;
  private final int outcome;
  private final int provider;
  private final TimeFields time;
  private final @Nullable TimeFields start;
  private final Copies copies;
  private final Labels labels;
  private final FlowTimes times;
  private final NetworkFields network;

  VpcMapping(Slots slots, NetworkFields network) {
    this.network = network;
    labels = new Labels(slots);
    times = new FlowTimes(slots);
    flowFinal = slots.target("flow.final");
    eventAction = slots.target("event.action");
    outcome = slots.target("event.outcome");
    provider = slots.target("cloud.provider");
    boolean ends = flowFinal != Slots.NONE;
    boolean acts = slots.wantsAny("event.action", "event.outcome", "event.type", "flow.final");
    status = slots.raw(field("log-status"));
    action = acts ? slots.raw(field("action")) : Slots.NONE;
    tcpFlags = ends ? slots.raw(field("tcp-flags")) : Slots.NONE;
    protocol =
        ends || NetworkFields.wantsProtocol(slots) ? slots.raw(field("protocol")) : Slots.NONE;
    time = new TimeFields(slots, false, field("end"), field("start"));
    start = FlowTimes.wantsStart(slots) ? new TimeFields(slots, false, field("start")) : null;
    copies =
        new Copies.Builder(slots)
            .copy("source.ip", field("srcaddr"), field("pkt-srcaddr"))
            .copy("destination.ip", field("dstaddr"), field("pkt-dstaddr"))
            .copy("source.port", field("srcport"))
            .copy("destination.port", field("dstport"))
            .copy("source.bytes", field("bytes"))
            .copy("source.packets", field("packets"))
            .copy("network.direction", field("flow-direction"))
            .copy("cloud.account.id", field("account-id"))
            .copy("cloud.region", field("region"))
            .copy("cloud.instance.id", field("instance-id"))
            .build();
  }

  /** A column's field, as Elastic's AWS integration names it. */
  static String field(String column) {
    return PREFIX + column.replace('-', '_');
  }

  @Override
  public Format format() {
    return Format.VPC;
  }

  @Override
  public int[] marks() {
    return new int[] {};
  }

  @Override
  public boolean recognises(EcsEvent event) {
    return false;
  }

  @Override
  public Verdict map(EcsEvent event, Context context) {
    long to = time.nanos(event);
    if (!TimeFields.isKnown(to)) {
      return time.fault(event);
    }
    labels.source(event, "aws", "aws.vpcflow");
    Labels.put(event, provider, "aws");
    copies.apply(event);
    times.between(event, start == null ? TimeFields.ABSENT : start.nanos(event), to);
    NoEvent none = noEvent(event.value(status));
    if (none != null) {
      return none;
    }
    labels.network(event);
    judged(event);
    network.derive(event, protocol == Slots.NONE ? null : event.value(protocol), context);
    return Plain.EVENT;
  }

  private static @Nullable NoEvent noEvent(@Nullable String word) {
    return switch (word == null ? "OK" : word) {
      case "NODATA" -> NoEvent.NODATA;
      case "SKIPDATA" -> NoEvent.SKIPDATA;
      default -> null;
    };
  }

  private void judged(EcsEvent event) {
    if (action == Slots.NONE) {
      return;
    }
    String word = event.value(action);
    boolean rejected = "REJECT".equals(word);
    if (word == null) {
      labels.types(event, CONNECTION);
    } else {
      labels.types(event, rejected ? DENIED : ALLOWED);
      Labels.put(event, eventAction, rejected ? "reject" : "accept");
      Labels.put(event, outcome, rejected ? "failure" : "success");
    }
    if (flowFinal != Slots.NONE) {
      int number = Transport.number(event.value(protocol));
      FlowEnd.set(event, flowFinal, FlowEnd.byFlags(rejected, number, event.value(tcpFlags)));
    }
  }
}

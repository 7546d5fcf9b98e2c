package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.event.Verdict.Fault;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import org.jspecify.annotations.Nullable;

/** Zeek's logs, by the names of their columns: docs.zeek.org, "Log Files". */
final class ZeekMapping implements Mapping {

  /** The column in which writers of JSON put the log's name; of TSV, its {@code #path}. */
  static final String PATH = "_path";

  private final int ts;
  private final int uid;
  private final int originator;
  private final int path;
  private final int connState;
  private final int query;
  private final int duration;
  private final int roundTrip;
  private final TimeFields time;
  private final Copies endpoints;
  private final Copies counters;
  private final ZeekConnection connection;
  private final ZeekDns dns;
  private final Labels labels;
  private final FlowTimes times;

  ZeekMapping(Slots slots, NetworkFields network) {
    labels = new Labels(slots);
    times = new FlowTimes(slots);
    ts = slots.raw("ts");
    uid = slots.raw("uid");
    originator = slots.raw("id.orig_h");
    path = slots.raw(PATH);
    connState = slots.raw("conn_state");
    query = slots.raw("query");
    duration = slots.raw("duration");
    roundTrip = slots.wantsAny("event.end", "event.duration") ? slots.raw("rtt") : Slots.NONE;
    time = new TimeFields(slots, false, "ts");
    endpoints =
        new Copies.Builder(slots)
            .copy("source.ip", "id.orig_h")
            .copy("destination.ip", "id.resp_h")
            .copy("flow.id", "uid")
            .copy("event.id", "uid")
            .copy("network.community_id", "community_id")
            .copy("observer.name", "_system_name")
            .copy("observer.hostname", "_system_name")
            .build();
    counters =
        new Copies.Builder(slots)
            .copy("source.bytes", "orig_ip_bytes", "orig_bytes")
            .copy("destination.bytes", "resp_ip_bytes", "resp_bytes")
            .copy("source.packets", "orig_pkts")
            .copy("destination.packets", "resp_pkts")
            .copy("source.mac", "orig_l2_addr")
            .copy("destination.mac", "resp_l2_addr")
            .build();
    connection = new ZeekConnection(slots, network, labels);
    dns = new ZeekDns(slots, labels);
  }

  @Override
  public Format format() {
    return Format.ZEEK;
  }

  @Override
  public int[] marks() {
    return new int[] {ts};
  }

  @Override
  public boolean recognises(EcsEvent event) {
    return event.value(ts) != null
        && (event.value(uid) != null
            || event.value(originator) != null
            || event.value(path) != null);
  }

  @Override
  public Verdict map(EcsEvent event, Context context) {
    long from = time.nanos(event);
    if (!TimeFields.isKnown(from)) {
      return time.fault(event);
    }
    String log = log(event);
    boolean conn = log.equals("conn");
    int length = conn ? duration : log.equals("dns") ? roundTrip : Slots.NONE;
    long to = end(event, from, length);
    if (to == Times.INVALID) {
      return Fault.notATime(conn ? "duration" : "rtt", String.valueOf(event.value(length)));
    }
    labels.source(event, "zeek", conn ? "zeek.connection" : log.isEmpty() ? "zeek" : "zeek." + log);
    endpoints.apply(event);
    times.at(event, conn ? to : from);
    if (event.value(FieldTable.SOURCE_SLOT) == null) {
      return NoEvent.SENSOR_STATUS;
    }
    times.lasted(event, from, to);
    labels.network(event);
    if (conn) {
      counters.apply(event);
      connection.map(event);
    } else if (log.equals("dns")) {
      dns.map(event);
    } else {
      connection.protocolOf(event, log);
    }
    connection.derive(event, context);
    return Verdict.Plain.EVENT;
  }

  private String log(EcsEvent event) {
    String named = event.value(path);
    if (named != null) {
      return named;
    }
    return event.value(connState) != null ? "conn" : event.value(query) != null ? "dns" : "";
  }

  private static long end(EcsEvent event, long from, int slot) {
    String text = slot == Slots.NONE ? null : event.value(slot);
    if (text == null) {
      return from;
    }
    long nanos = Times.seconds(text);
    return nanos == Times.INVALID || from + nanos < from ? Times.INVALID : from + nanos;
  }

  /** Whether a text is Zeek's for true. */
  static @Nullable Boolean truth(@Nullable String text) {
    if ("T".equals(text) || "true".equals(text)) {
      return true;
    }
    boolean untrue = "F".equals(text) || "false".equals(text);
    return untrue ? false : null;
  }
}

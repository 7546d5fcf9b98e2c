package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.EventSink;
import dev.tidemark.ingest.event.EventStream;
import dev.tidemark.ingest.event.InputLimits;
import dev.tidemark.ingest.event.Rejection;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.event.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads samples of formats for tests. */
final class Samples {

  /** Every ECS field that some mapping sets. */
  static final List<String> FIELDS =
      List.of(
          "@timestamp",
          "event.start",
          "event.end",
          "event.duration",
          "event.kind",
          "event.category",
          "event.type",
          "event.action",
          "event.outcome",
          "event.module",
          "event.dataset",
          "event.severity",
          "event.id",
          "source.ip",
          "source.port",
          "source.bytes",
          "source.packets",
          "source.mac",
          "destination.ip",
          "destination.port",
          "destination.bytes",
          "destination.packets",
          "destination.mac",
          "network.transport",
          "network.iana_number",
          "network.type",
          "network.protocol",
          "network.direction",
          "network.bytes",
          "network.packets",
          "network.community_id",
          "flow.id",
          "flow.final",
          "observer.name",
          "observer.hostname",
          "observer.ip",
          "observer.ingress.interface.name",
          "observer.ingress.interface.id",
          "observer.egress.interface.id",
          "dns.type",
          "dns.id",
          "dns.question.name",
          "dns.question.type",
          "dns.response_code",
          "rule.name",
          "rule.id",
          "rule.category",
          "cloud.provider",
          "cloud.account.id",
          "cloud.region",
          "cloud.instance.id");

  /** The samples, and what each is of. */
  static final Map<String, Format> ALL =
      Map.of(
          "ecs.ndjson", Format.ECS,
          "suricata.ndjson", Format.SURICATA,
          "zeek_conn.ndjson", Format.ZEEK,
          "zeek_dns.ndjson", Format.ZEEK,
          "zeek.log", Format.ZEEK,
          "vpc.log", Format.VPC,
          "goflow2.ndjson", Format.GOFLOW2,
          "pmacct.ndjson", Format.PMACCT,
          "logstash-netflow.ndjson", Format.LOGSTASH_NETFLOW);

  /** A moment at which the samples are of the day. */
  static final long NOW = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

  static final Formats EVERYTHING = Formats.of(FIELDS);

  private static final Limits LIMITS =
      new Limits(4096, 16, Duration.ofMinutes(5), Duration.ofHours(24));

  private record Limits(int maxLineBytes, int maxDepth, Duration maxFuture, Duration repairWindow)
      implements InputLimits {}

  private Samples() {}

  static Format of(String sample) {
    return Objects.requireNonNull(ALL.get(sample), sample);
  }

  static byte[] bytes(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/formats/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no sample " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static List<String> live(String body, Format requested) {
    return live(body.getBytes(StandardCharsets.UTF_8), requested);
  }

  /** What a body became, a line an event or rejection, in order. */
  static List<String> live(byte[] body, Format requested, int... cuts) {
    return read(EVERYTHING, body, requested, TimeBounds.live(NOW, LIMITS), cuts);
  }

  static List<String> history(byte[] body) {
    return read(EVERYTHING, body, Format.AUTO, TimeBounds.history(NOW, LIMITS));
  }

  /** As of jobs that need only these fields. */
  static List<String> live(List<String> fields, byte[] body) {
    return read(Formats.of(fields), body, Format.AUTO, TimeBounds.live(NOW, LIMITS));
  }

  private static List<String> read(
      Formats formats, byte[] body, Format requested, TimeBounds bounds, int... cuts) {
    Log log = new Log(formats);
    EventStream stream = new EventStream(formats.body(requested), LIMITS, log);
    int from = 0;
    for (int cut : cuts) {
      stream.feed(body, from, cut - from, bounds);
      from = cut;
    }
    stream.feed(body, from, body.length - from, bounds);
    stream.finish(bounds);
    return log.lines;
  }

  private static final class Log implements EventSink {
    private final List<String> lines = new ArrayList<>();
    private final Formats formats;

    Log(Formats formats) {
      this.formats = formats;
    }

    @Override
    public void accepted(EcsEvent event) {
      lines.add("event " + text(event));
    }

    @Override
    public void noEvent(EcsEvent event, Verdict.NoEvent kind) {
      lines.add(kind.code() + " " + text(event));
    }

    private String text(EcsEvent event) {
      StringBuilder text = new StringBuilder(Instant.ofEpochMilli(event.timeMillis()).toString());
      for (String field : FIELDS) {
        int slot = formats.fields().has(field) ? formats.fields().slot(field) : -1;
        int count = slot < 0 ? 0 : event.count(slot);
        for (int i = 0; i < count; i++) {
          text.append(i == 0 ? "\n  " + field + ": " : ", ").append(event.value(slot, i));
        }
      }
      return text.toString();
    }

    @Override
    public void rejected(Rejection rejection, byte[] buffer, int from, int to) {
      lines.add(
          "line " + rejection.line() + " " + rejection.reason().code() + " " + rejection.field());
    }
  }
}

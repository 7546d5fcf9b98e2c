package dev.tidemark.ingest.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads whole bodies for tests. */
final class Bodies {

  static final TimeBounds ANY_TIME = new TimeBounds(Long.MIN_VALUE, Long.MAX_VALUE);

  private Bodies() {}

  /** Small limits, so that tests of them are quick. */
  record Limits(int maxLineBytes, int maxDepth, Duration maxFuture, Duration repairWindow)
      implements InputLimits {
    static final Limits SMALL = new Limits(2048, 8, Duration.ofMinutes(5), Duration.ofHours(24));
  }

  /** What a body became: a line an event or rejection, in order. */
  static List<String> read(byte[] body, int... cuts) {
    return read(body, ANY_TIME, cuts);
  }

  static List<String> read(String body) {
    return read(body.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> read(byte[] body, TimeBounds bounds, int... cuts) {
    FieldTable fields = FieldTable.of(List.of("destination.geo.country_name", "event.category"));
    Log log = new Log(fields);
    EventStream stream = new EventStream(fields, Limits.SMALL, log);
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
    private final FieldTable fields;

    Log(FieldTable fields) {
      this.fields = fields;
    }

    @Override
    public void accepted(EcsEvent event) {
      StringBuilder text = new StringBuilder("event " + event.timeMillis());
      for (int slot = 1; slot < fields.size(); slot++) {
        for (int i = 0; i < event.count(slot); i++) {
          text.append(i == 0 ? " " + slot + "=" : ",").append(event.value(slot, i));
        }
      }
      lines.add(text.toString());
    }

    @Override
    public void noEvent(EcsEvent event, Verdict.NoEvent kind) {
      lines.add("no event " + kind.code());
    }

    @Override
    public void rejected(Rejection rejection, byte[] buffer, int from, int to) {
      lines.add("line " + rejection.line() + " " + rejection.reason().code());
    }
  }
}

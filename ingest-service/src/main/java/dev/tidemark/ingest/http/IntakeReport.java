package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.EventSink;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Rejection;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.kafka.DeadLetters;
import dev.tidemark.ingest.ops.IngestMetrics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What became of one request's events: folds the good ones, tells the bad ones. */
final class IntakeReport implements EventSink {

  private static final byte[] NO_SAMPLE = new byte[0];

  private final EventFold fold;
  private final int maxErrors;
  private final IngestMetrics metrics;
  private final DeadLetters deadLetters;
  private final List<Rejection> errors = new ArrayList<>();
  private long accepted;
  private long rejected;
  private long withoutEvent;

  IntakeReport(EventFold fold, int maxErrors, IngestMetrics metrics, DeadLetters deadLetters) {
    this.fold = fold;
    this.maxErrors = maxErrors;
    this.metrics = metrics;
    this.deadLetters = deadLetters;
  }

  @Override
  public void accepted(EcsEvent event) {
    accepted++;
    fold.add(event);
  }

  @Override
  public void noEvent(EcsEvent event, NoEvent kind) {
    withoutEvent++;
    metrics.noEvent(kind);
    if (kind.showsLife()) {
      fold.alive(event);
    }
  }

  @Override
  public void rejected(Rejection rejection, byte[] buffer, int from, int to) {
    rejected++;
    metrics.rejected(rejection.reason());
    if (errors.size() < maxErrors) {
      errors.add(rejection);
    }
    deadLetters.offer(rejection.reason().code(), rejection.detail(), "http", buffer, from, to);
  }

  /** Something is wrong with the body as such. */
  void rejectBody(long line, RejectReason reason, String detail) {
    rejected(new Rejection(line, null, reason, detail), NO_SAMPLE, 0, 0);
  }

  long accepted() {
    return accepted;
  }

  long rejected() {
    return rejected;
  }

  /** Pieces of input that are right, but tell of no event. */
  long withoutEvent() {
    return withoutEvent;
  }

  /** All pieces of input there were. */
  long items() {
    return accepted + rejected + withoutEvent;
  }

  JsonObject toJson() {
    JsonArray list = new JsonArray();
    errors.forEach(error -> list.add(toJson(error)));
    JsonObject json =
        new JsonObject().put("accepted", accepted).put("rejected", rejected).put("errors", list);
    if (withoutEvent > 0) {
      json.put("without_event", withoutEvent);
    }
    return rejected > errors.size() ? json.put("errors_omitted", rejected - errors.size()) : json;
  }

  private static JsonObject toJson(Rejection error) {
    JsonObject json = new JsonObject().put("line", error.line());
    String field = error.field();
    if (field != null) {
      json.put("field", field);
    }
    return json.put("reason", error.reason().code()).put("detail", error.detail());
  }
}

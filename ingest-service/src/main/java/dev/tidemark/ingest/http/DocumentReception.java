package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.EventStream;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.http.Admission.Admitted;
import dev.tidemark.ingest.kafka.UpdatePublisher;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One document as Elasticsearch takes it, by its index and perhaps its id. */
final class DocumentReception implements Reception {

  private final String index;
  private final String id;
  private final boolean identified;
  private final EventFold fold;
  private final IntakeReport report;
  private final EventStream stream;
  private final BatchIdentity identity;

  /**
   * A reception of one body.
   *
   * @param id the document's id; empty: none, and the same document may come twice
   */
  DocumentReception(Intakes door, Admitted admitted, String index, String id) {
    this.index = index;
    this.id = id;
    identified = !id.isEmpty() || !admitted.key().isEmpty();
    fold = new EventFold(admitted.selection().plan());
    report = door.report(fold);
    stream =
        new EventStream(
            admitted.selection().plan().body(Door.format(admitted.request())),
            door.limits(),
            report);
    identity = new BatchIdentity(admitted, door.limits().bodyMemory(), "/" + index + "/" + id);
  }

  @Override
  public EventFold fold() {
    return fold;
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public CompletionStage<Void> publish(UpdatePublisher publisher) {
    return identified
        ? publisher.publish(identity.batch(fold.take()))
        : publisher.publish(fold.take());
  }

  @Override
  public @Nullable Problem feed(byte[] piece, int length, TimeBounds bounds) {
    identity.update(piece, length);
    stream.feed(piece, 0, length, bounds);
    return null;
  }

  @Override
  public @Nullable Problem finish(TimeBounds bounds) {
    stream.finish(bounds);
    if (report.items() == 1 && report.rejected() == 0) {
      return null;
    }
    JsonArray errors = report.toJson().getJsonArray("errors");
    String why =
        items() != 1 || errors.isEmpty()
            ? "the body must hold one document"
            : errors.getJsonObject(0).getString("reason")
                + ": "
                + errors.getJsonObject(0).getString("detail");
    return new Problem(400, "invalid-document", "Document cannot be used", why);
  }

  @Override
  public void damaged(RejectReason reason, String detail) {
    report.rejectBody(stream.line(), reason, detail);
  }

  @Override
  public long items() {
    return report.items();
  }

  @Override
  public void answer(HttpServerRequest request) {
    JsonObject answer = new JsonObject().put("_index", index);
    if (!id.isEmpty()) {
      answer.put("_id", id);
    }
    answer.put("_version", 1).put("result", "created");
    EsHandshake.json(request, 201).end(answer.toBuffer());
  }

  @Override
  public void refuse(HttpServerRequest request, Problem problem) {
    problem.answer(request, ErrorShape.ELASTICSEARCH);
  }
}

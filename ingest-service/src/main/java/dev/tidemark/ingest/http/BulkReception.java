package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.BulkAction;
import dev.tidemark.ingest.event.BulkStream;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.EventSink;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Rejection;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.http.Admission.Admitted;
import dev.tidemark.ingest.kafka.UpdatePublisher;
import dev.tidemark.ingest.ops.Refusal;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A bulk request as Elasticsearch takes it. It counts as a whole: its documents that can be used
 * all count once, or, when it is broken, none does.
 */
final class BulkReception implements Reception, EventSink {

  private static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;

  private final Intakes door;
  private final EventFold fold;
  private final IntakeReport report;
  private final BulkStream stream;
  private final BatchIdentity identity;
  private final BulkAnswer answer;
  private final long begun = System.nanoTime();
  private BulkAction action = new BulkAction(BulkAction.Operation.INDEX, "", "");
  private boolean tooMany;

  /**
   * A reception of one body.
   *
   * @param index the index named for the whole request; empty: none
   */
  BulkReception(Intakes door, Admitted admitted, String index) {
    this.door = door;
    fold = new EventFold(admitted.selection().plan());
    report = door.report(fold);
    stream =
        new BulkStream(
            admitted.selection().plan().body(Door.format(admitted.request())),
            door.limits(),
            this,
            next -> action = next);
    identity = new BatchIdentity(admitted, door.limits().bodyMemory(), "/" + index);
    answer =
        new BulkAnswer(index, FilterPath.of(admitted.request().getParam(EsRoutes.FILTER_PATH)));
  }

  @Override
  public void accepted(EcsEvent event) {
    report.accepted(event);
    answer.accepted(action);
    count();
  }

  @Override
  public void noEvent(EcsEvent event, NoEvent kind) {
    report.noEvent(event, kind);
    answer.accepted(action);
    count();
  }

  @Override
  public void rejected(Rejection rejection, byte[] buffer, int from, int to) {
    report.rejected(rejection, buffer, from, to);
    answer.rejected(action, rejection);
    count();
  }

  private void count() {
    tooMany |= items() > door.limits().maxBulkItems() || answer.bytes() > MAX_ANSWER_BYTES;
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
    return publisher.publish(identity.batch(fold.take()));
  }

  @Override
  public @Nullable Problem feed(byte[] piece, int length, TimeBounds bounds) {
    identity.update(piece, length);
    stream.feed(piece, 0, length, bounds);
    return problem();
  }

  @Override
  public @Nullable Problem finish(TimeBounds bounds) {
    stream.finish(bounds);
    Problem problem = problem();
    return problem == null && items() == 0 ? malformed("request body is required") : problem;
  }

  private @Nullable Problem problem() {
    if (tooMany) {
      door.metrics().refused(Refusal.BULK_ITEMS);
      return Problem.tooLarge(
          Refusal.BULK_ITEMS,
          "the bulk request has more than "
              + door.limits().maxBulkItems()
              + " documents, or an answer of more than "
              + MAX_ANSWER_BYTES
              + " bytes");
    }
    return stream.fault().isEmpty() ? null : malformed(stream.fault());
  }

  private static Problem malformed(String what) {
    return new Problem(
        400, "malformed-bulk", "Malformed bulk request", what + "; nothing of it was counted");
  }

  @Override
  public void damaged(RejectReason reason, String detail) {
    report.rejectBody(Math.max(1, stream.line()), reason, detail);
  }

  @Override
  public long items() {
    return report.items();
  }

  @Override
  public void answer(HttpServerRequest request) {
    long tookMs = (System.nanoTime() - begun) / 1_000_000;
    EsHandshake.json(request, 200).end(answer.toJson(tookMs));
  }

  @Override
  public void refuse(HttpServerRequest request, Problem problem) {
    problem.answer(request, ErrorShape.ELASTICSEARCH);
  }
}

package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.EventStream;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.fold.FoldPlan;
import dev.tidemark.ingest.fold.UpdateGroup.KeyedBatch;
import dev.tidemark.ingest.http.Admission.Admitted;
import dev.tidemark.ingest.kafka.UpdatePublisher;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Events as they are: good ones count, bad ones are told by line. */
final class EventReception implements Reception {

  private final String batchKey;
  private final EventFold fold;
  private final IntakeReport report;
  private final EventStream stream;

  /**
   * A reception of one body.
   *
   * @param batchKey the key of the whole request; empty: none
   */
  EventReception(Intakes door, Admitted admitted, String batchKey) {
    this.batchKey = batchKey;
    FoldPlan plan = admitted.selection().plan();
    fold = new EventFold(plan);
    report = door.report(fold);
    stream = new EventStream(plan.body(Door.format(admitted.request())), door.limits(), report);
  }

  @Override
  public EventFold fold() {
    return fold;
  }

  @Override
  public boolean isWhole() {
    return !batchKey.isEmpty();
  }

  @Override
  public CompletionStage<Void> publish(UpdatePublisher publisher) {
    return isWhole()
        ? publisher.publish(new KeyedBatch(batchKey, fold.take()))
        : publisher.publish(fold.take());
  }

  @Override
  public @Nullable Problem feed(byte[] piece, int length, TimeBounds bounds) {
    stream.feed(piece, 0, length, bounds);
    return null;
  }

  @Override
  public @Nullable Problem finish(TimeBounds bounds) {
    stream.finish(bounds);
    return null;
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
    if (report.accepted() > 0 || report.withoutEvent() > 0) {
      request
          .response()
          .setStatusCode(202)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(report.toJson().toBuffer());
    } else if (report.rejected() > 0) {
      new Problem(400, "invalid-events", "No usable event", "no event of the body can be used")
          .with(report.toJson())
          .answer(request);
    } else {
      new Problem(400, "empty-body", "Empty body", "the body holds no event").answer(request);
    }
  }

  @Override
  public void refuse(HttpServerRequest request, Problem problem) {
    // Without a commit, or of a key that is to be sent again, "accepted" would be a lie.
    boolean counts = !isWhole() && problem.status() != 503;
    (counts ? problem.with(report.toJson()) : problem).answer(request);
  }
}

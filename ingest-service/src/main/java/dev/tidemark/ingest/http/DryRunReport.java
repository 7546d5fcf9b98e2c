package dev.tidemark.ingest.http;

import dev.tidemark.contract.SeriesKey;
import dev.tidemark.ingest.event.BodyFormat;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.EventSink;
import dev.tidemark.ingest.event.EventStream;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.event.InputLimits;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Rejection;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import dev.tidemark.ingest.fold.DryRun;
import dev.tidemark.ingest.fold.Explanation;
import dev.tidemark.ingest.format.Format;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a dry run says of the documents of one body. */
final class DryRunReport implements EventSink {

  /** Most documents of a body. */
  static final int MAX_DOCUMENTS = 100;

  /** Most pairs of document and job. */
  static final int MAX_LOOKS = 10_000;

  private final DryRun dryRun;
  private final TimeBounds bounds;
  private final BodyFormat format;
  private final EventStream stream;
  private final JsonArray documents = new JsonArray();

  /**
   * A report without documents.
   *
   * @param requested what the documents are said to be written in
   * @param bounds which times could be used now; others are seen, too
   */
  @SuppressWarnings("this-escape") // the stream tells nothing before it is fed
  DryRunReport(DryRun dryRun, Format requested, InputLimits limits, TimeBounds bounds) {
    this.dryRun = dryRun;
    this.bounds = bounds;
    format = dryRun.body(requested);
    stream = new EventStream(format, limits, this);
  }

  /**
   * Looks at all documents of a body.
   *
   * @throws ProblemException 413 for too many, 400 for none
   */
  void read(byte[] body) {
    TimeBounds anyTime = new TimeBounds(Long.MIN_VALUE, Long.MAX_VALUE, bounds.arrivalMillis());
    stream.feed(body, 0, body.length, anyTime);
    stream.finish(anyTime);
    if (documents.isEmpty()) {
      throw new ProblemException(
          new Problem(400, "no-events", "No events", "the body holds no document"));
    }
  }

  JsonObject toJson() {
    return new JsonObject().put("documents", documents);
  }

  @Override
  public void accepted(EcsEvent event) {
    limit();
    RejectReason fault = fault(event.timeMillis());
    JsonObject document = document(stream.line(), fault == null).put("format", format.latest());
    document.put("timestamp", Instant.ofEpochMilli(event.timeMillis()).toString());
    if (fault != null) {
      document.put("rejection", rejection(fault, FieldTable.TIMESTAMP, outside(event, fault)));
    }
    JsonObject fields = new JsonObject();
    dryRun
        .values(event)
        .forEach(
            (name, values) ->
                fields.put(name, values.size() == 1 ? values.getFirst() : new JsonArray(values)));
    JsonArray jobs = new JsonArray();
    dryRun.look(event).forEach(job -> jobs.add(job(job, fault)));
    documents.add(document.put("fields", fields).put("jobs", jobs));
  }

  @Override
  public void noEvent(EcsEvent event, NoEvent kind) {
    limit();
    documents.add(
        document(stream.line(), true).put("format", format.latest()).put("no_event", kind.code()));
  }

  @Override
  public void rejected(Rejection rejection, byte[] buffer, int from, int to) {
    limit();
    documents.add(
        document(rejection.line(), false)
            .put(
                "rejection", rejection(rejection.reason(), rejection.field(), rejection.detail())));
  }

  private void limit() {
    if (documents.size() >= MAX_DOCUMENTS) {
      throw tooMuch("a dry run takes at most " + MAX_DOCUMENTS + " documents");
    }
    if ((documents.size() + 1) * (long) dryRun.size() > MAX_LOOKS) {
      throw tooMuch(
          "a dry run looks at most "
              + MAX_LOOKS
              + " times, and there are "
              + dryRun.size()
              + " jobs; name one by ?job=, or send fewer documents");
    }
  }

  private static ProblemException tooMuch(String detail) {
    return new ProblemException(
        new Problem(413, "too-many-documents", "Too many documents", detail));
  }

  private @Nullable RejectReason fault(long millis) {
    if (millis < bounds.minMillis()) {
      return RejectReason.TOO_OLD;
    }
    return millis > bounds.maxMillis() ? RejectReason.FUTURE : null;
  }

  private String outside(EcsEvent event, RejectReason fault) {
    boolean old = fault == RejectReason.TOO_OLD;
    return Instant.ofEpochMilli(event.timeMillis())
        + (old ? " is before " : " is after ")
        + Instant.ofEpochMilli(old ? bounds.minMillis() : bounds.maxMillis())
        + ", the limit at this moment";
  }

  private static JsonObject document(long line, boolean usable) {
    return new JsonObject().put("line", line).put("usable", usable);
  }

  private static JsonObject rejection(RejectReason reason, @Nullable String field, String detail) {
    JsonObject json = new JsonObject().put("reason", reason.code()).put("detail", detail);
    return field == null ? json : json.put("field", field);
  }

  private static JsonObject job(Explanation seen, @Nullable RejectReason fault) {
    JsonObject json =
        new JsonObject()
            .put("job", seen.job().id())
            .put("phase", seen.job().phase().label())
            .put("counts", fault == null && seen.obstacle() == null)
            .put("matches", seen.matches());
    if (!seen.matches()) {
      json.put("mismatch", seen.mismatch());
    }
    Explanation.Obstacle obstacle = seen.obstacle();
    if (fault != null) {
      json.put("reason", fault.code());
    } else if (obstacle != null) {
      json.put("reason", obstacle.code());
    }
    JsonArray detectors = new JsonArray();
    for (int i = 0; i < seen.detectors().size(); i++) {
      detectors.add(detector(i, seen.detectors().get(i)));
    }
    return json.put("shows_life", seen.showsLife())
        .put("bucket", bucket(seen))
        .put("detectors", detectors);
  }

  private static JsonObject bucket(Explanation seen) {
    return new JsonObject()
        .put("start", Instant.ofEpochSecond(seen.bucketSecond()).toString())
        .put("end", Instant.ofEpochSecond(seen.bucketEndSecond()).toString());
  }

  private static JsonObject detector(int index, Explanation.Detector seen) {
    JsonObject json =
        new JsonObject().put("detector", index).put("function", seen.spec().function().text());
    if (!seen.spec().field().isEmpty()) {
      json.put("field", seen.spec().field());
    }
    if (seen.skip() != null) {
      return json.put("skipped", seen.skip().code());
    }
    SeriesKey series = seen.series();
    if (series != null) {
      json.put("partition_value", series.partitionValue()).put("by_value", series.byValue());
    }
    return json.put("shard", seen.shard());
  }
}

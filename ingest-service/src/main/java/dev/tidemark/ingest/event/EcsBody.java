package dev.tidemark.ingest.event;

import dev.tidemark.ingest.event.Verdict.Fault;
import dev.tidemark.ingest.event.Verdict.Plain;

/** Documents that have ECS names already, and no text. */
public final class EcsBody implements BodyFormat {

  private final FieldTable fields;

  /** A body of which these fields are kept. */
  public EcsBody(FieldTable fields) {
    this.fields = fields;
  }

  @Override
  public FieldTable fields() {
    return fields;
  }

  @Override
  public Verdict document(EcsEvent event, TimeBounds bounds) {
    return timed(event);
  }

  /** Takes the event's time from its {@code @timestamp}. */
  public static Verdict timed(EcsEvent event) {
    String text = event.value(FieldTable.TIMESTAMP_SLOT);
    if (text == null) {
      return new Fault(
          FieldTable.TIMESTAMP, RejectReason.MISSING_TIMESTAMP, "the event has no @timestamp");
    }
    long millis = Timestamps.parse(text);
    if (millis == Timestamps.INVALID) {
      return new Fault(
          FieldTable.TIMESTAMP,
          RejectReason.INVALID_TIMESTAMP,
          "'"
              + Fault.shortened(text)
              + "' is neither RFC 3339 with an offset nor epoch milliseconds");
    }
    event.at(millis);
    return Plain.EVENT;
  }

  @Override
  public Verdict line(byte[] buffer, int from, int to, EcsEvent event, TimeBounds bounds) {
    return Plain.UNKNOWN;
  }

  @Override
  public void begin() {
    // Nothing is remembered.
  }

  @Override
  public String latest() {
    return "ecs";
  }

  @Override
  public boolean mustBeText(byte first) {
    return false;
  }
}

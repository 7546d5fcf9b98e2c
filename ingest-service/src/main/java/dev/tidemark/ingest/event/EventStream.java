package dev.tidemark.ingest.event;

import dev.tidemark.ingest.event.DocumentReader.Outcome;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns a body into events while it arrives: NDJSON, documents over several lines, a JSON array,
 * lines of text that its format knows, or any mixture. The result does not depend on how the body
 * is cut into chunks. After a fault it goes on at the next line, so a bad line costs no good one;
 * memory stays within the longest document that is allowed, however long a line is.
 *
 * <pre>
 *            fault, too long                 newline
 * BETWEEN ------------------> SKIPPING LINE ---------> BETWEEN
 * BETWEEN --- document -----> BETWEEN
 * </pre>
 */
public final class EventStream {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int FREE_RETRIES = 8;

  private final BodyFormat format;
  private final InputLimits limits;
  private final EventSink sink;
  private final EcsEvent event;
  private final DocumentReader reader;

  private byte[] buffer = new byte[8192];
  private int position;
  private int filled;
  private long line = 1;
  private boolean begun;
  private boolean empty = true;
  private boolean skippingLine;
  private boolean noTextInLine;
  private int searched;
  private int documentEnd;
  private boolean inArray;
  private boolean arrayDamaged;
  private int retryAt;
  private int retries;
  private TimeBounds bounds = new TimeBounds(Long.MIN_VALUE, Long.MAX_VALUE);

  /** A stream of ECS documents, at its beginning. */
  public EventStream(FieldTable fields, InputLimits limits, EventSink sink) {
    this(new EcsBody(fields), limits, sink);
  }

  /**
   * A stream at its beginning.
   *
   * @param format used by no other stream
   */
  public EventStream(BodyFormat format, InputLimits limits, EventSink sink) {
    this.format = format;
    this.limits = limits;
    this.sink = sink;
    event = new EcsEvent(format.fields());
    reader = new DocumentReader(limits.maxDepth(), event);
  }

  /** Begins with another body, after {@link #finish}. */
  public void begin() {
    format.begin();
    documentEnd = 0;
    arrayDamaged = false;
    position = 0;
    filled = 0;
    line = 1;
    begun = false;
    empty = true;
    skippingLine = false;
    noTextInLine = false;
    searched = 0;
    inArray = false;
    retryAt = 0;
    retries = 0;
  }

  /**
   * Takes the next piece of the body.
   *
   * @param timeBounds which times can be used now
   */
  public void feed(byte[] chunk, int from, int length, TimeBounds timeBounds) {
    bounds = timeBounds;
    append(chunk, from, length);
    run(false);
  }

  /**
   * The body is over.
   *
   * @param timeBounds which times can be used now
   */
  public void finish(TimeBounds timeBounds) {
    bounds = timeBounds;
    retryAt = 0;
    run(true);
    if (inArray && !arrayDamaged) {
      reject(null, RejectReason.TRUNCATED, "the input ends within the array");
    }
  }

  /**
   * Reads one document that is all of a range, as a line of a bulk request is, and tells the sink
   * of exactly one event or rejection. For a stream that is fed nothing else.
   *
   * @param number the line it stands in, from 1
   * @param timeBounds which times can be used now
   */
  public void document(byte[] source, int from, int to, long number, TimeBounds timeBounds) {
    bounds = timeBounds;
    buffer = source;
    position = from;
    filled = to;
    line = number;
    documentEnd = from;
    if (to - from > limits.maxLineBytes()) {
      incomplete(to - from, true);
      return;
    }
    Outcome outcome = reader.read(source, from, to, true, format.fields().root());
    documentEnd = reader.end();
    if (outcome == Outcome.INCOMPLETE) {
      incomplete(to - from, true);
    } else if (outcome == Outcome.MALFORMED) {
      malformed();
    } else if (isBlank(reader.end(), to)) {
      complete();
    } else {
      reject(null, RejectReason.MALFORMED_JSON, "something follows the document in its line");
    }
  }

  private boolean isBlank(int from, int to) {
    for (int at = from; at < to; at++) {
      if (buffer[at] != ' ' && buffer[at] != '\t' && buffer[at] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing but whitespace has come so far. */
  public boolean isEmpty() {
    return empty;
  }

  /** The line that is being read, from 1. */
  public long line() {
    return line;
  }

  private void append(byte[] chunk, int from, int length) {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, filled - position);
      filled -= position;
      position = 0;
    }
    if (filled + length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(filled + length, buffer.length * 2));
    }
    System.arraycopy(chunk, from, buffer, filled, length);
    filled += length;
  }

  private void run(boolean last) {
    boolean more = true;
    while (more) {
      if (skippingLine) {
        skipLine();
      }
      more = toNextDocument(last) && (brackets() || next(last));
    }
  }

  private void skipLine() {
    int newline = newline(position, filled);
    skippingLine = newline < 0;
    if (newline < 0) {
      position = filled;
    } else {
      position = newline + 1;
      lines(1);
    }
  }

  private void lines(long number) {
    if (number > 0) {
      line += number;
      noTextInLine = false;
    }
  }

  private int newline(int from, int to) {
    for (int at = from; at < to; at++) {
      if (buffer[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  /** Steps over what may stand between documents; false: nothing more is there. */
  private boolean toNextDocument(boolean last) {
    if (!begun && !skipByteOrderMark(last)) {
      return false;
    }
    while (position < filled) {
      byte b = buffer[position];
      if (b == '\n') {
        lines(1);
      } else if (b != ' ' && b != '\t' && b != '\r' && !(inArray && b == ',')) {
        empty = false;
        return true;
      }
      position++;
    }
    return false;
  }

  private boolean skipByteOrderMark(boolean last) {
    int length = Math.min(filled, BYTE_ORDER_MARK.length);
    boolean could = Arrays.equals(buffer, 0, length, BYTE_ORDER_MARK, 0, length);
    if (could && length < BYTE_ORDER_MARK.length && !last) {
      return false;
    }
    begun = true;
    if (could && length == BYTE_ORDER_MARK.length) {
      position = length;
    }
    return true;
  }

  private boolean brackets() {
    byte b = buffer[position];
    if (b == '[' && !inArray) {
      inArray = true;
      arrayDamaged = false;
    } else if (b == ']' && inArray) {
      inArray = false;
    } else {
      return false;
    }
    position++;
    return true;
  }

  /** Reads a line of text or a document; false: more input is needed. */
  private boolean next(boolean last) {
    byte first = buffer[position];
    boolean text = first != '{' && first != '[' && !inArray && !noTextInLine;
    return text ? text(first, last) : document(last);
  }

  private boolean text(byte first, boolean last) {
    int newline = newline(position + searched, filled);
    int end = newline < 0 ? filled : newline;
    if (end - position > limits.maxLineBytes()) {
      return longText(first, last);
    }
    if (newline < 0 && !last) {
      searched = end - position;
      return false;
    }
    searched = 0;
    int to = buffer[end - 1] == '\r' ? end - 1 : end;
    event.clear();
    Verdict verdict = format.line(buffer, position, to, event, bounds);
    if (verdict == Verdict.Plain.UNKNOWN) {
      noTextInLine = true;
      return document(last);
    }
    documentEnd = to;
    if (!Utf8.isValid(buffer, position, to)) {
      reject(null, RejectReason.INVALID_UTF8, "the line holds bytes that are not UTF-8");
    } else if (verdict != Verdict.Plain.HEADER) {
      deliver(verdict);
    }
    position = end;
    return true;
  }

  private boolean longText(byte first, boolean last) {
    searched = 0;
    if (!format.mustBeText(first)) {
      noTextInLine = true;
      return document(last);
    }
    documentEnd = position;
    rejectAndResume(
        RejectReason.LINE_TOO_LARGE, "the line is longer than " + limits.maxLineBytes() + " bytes");
    return true;
  }

  /** Reads one document; false: more input is needed. */
  private boolean document(boolean last) {
    int available = filled - position;
    if (available < retryAt && !hurry()) {
      return false;
    }
    int limit = Math.min(filled, position + limits.maxLineBytes());
    Outcome outcome =
        reader.read(buffer, position, limit, last && limit == filled, format.fields().root());
    documentEnd = reader.end();
    if (outcome == Outcome.INCOMPLETE) {
      return incomplete(available, last);
    }
    retryAt = 0;
    retries = 0;
    if (outcome == Outcome.MALFORMED) {
      malformed();
    } else {
      complete();
    }
    return true;
  }

  /**
   * Reading a document again from its start for every byte that arrives would cost the square of
   * its length: after a few attempts, wait until twice as much is there.
   */
  private boolean hurry() {
    return retries < FREE_RETRIES && buffer[filled - 1] == '\n';
  }

  private boolean incomplete(int available, boolean last) {
    if (available > limits.maxLineBytes()) {
      rejectAndResume(
          RejectReason.LINE_TOO_LARGE,
          "the document is longer than " + limits.maxLineBytes() + " bytes");
      return true;
    }
    if (!last) {
      retryAt = 2 * available;
      retries++;
      return false;
    }
    RejectReason flaw = reader.flaw();
    if (flaw == RejectReason.NESTING_TOO_DEEP) {
      rejectAndResume(flaw, tooDeep());
    } else if (reader.newlines() > 0) {
      rejectAndResume(RejectReason.MALFORMED_JSON, "the document that begins here never ends");
    } else {
      rejectAndResume(RejectReason.TRUNCATED, "the input ends within the document");
    }
    return true;
  }

  private void malformed() {
    boolean badBytes = reader.flaw() == RejectReason.INVALID_UTF8;
    rejectAndResume(
        badBytes ? RejectReason.INVALID_UTF8 : RejectReason.MALFORMED_JSON,
        reader.fault() + " at byte " + (reader.end() - position + 1) + " of the document");
  }

  /**
   * Goes on at the line after the one in which the document began: where the fault was found may be
   * far behind, in a line that is good by itself.
   */
  private void rejectAndResume(RejectReason reason, String detail) {
    reject(null, reason, detail);
    retryAt = 0;
    retries = 0;
    arrayDamaged = true;
    skippingLine = true;
  }

  private void complete() {
    RejectReason flaw = reader.flaw();
    if (flaw == null) {
      deliver(format.document(event, bounds));
    } else {
      reject(null, flaw, describe(flaw));
    }
    lines(reader.newlines());
    position = reader.end();
  }

  private String describe(RejectReason flaw) {
    return switch (flaw) {
      case NESTING_TOO_DEEP -> tooDeep();
      case INVALID_UTF8 -> "the document holds bytes that are not UTF-8";
      default -> "an event is a JSON object";
    };
  }

  private String tooDeep() {
    return "objects and arrays are nested more than " + limits.maxDepth() + " deep";
  }

  private void deliver(Verdict verdict) {
    if (verdict instanceof Verdict.Fault fault) {
      reject(fault.field(), fault.reason(), fault.detail());
      return;
    }
    long millis = event.timeMillis();
    if (millis < bounds.minMillis()) {
      reject(
          FieldTable.TIMESTAMP,
          RejectReason.TOO_OLD,
          outside(millis, "before", bounds.minMillis()));
    } else if (millis > bounds.maxMillis()) {
      reject(
          FieldTable.TIMESTAMP, RejectReason.FUTURE, outside(millis, "after", bounds.maxMillis()));
    } else if (verdict instanceof Verdict.NoEvent kind) {
      sink.noEvent(event, kind);
    } else {
      sink.accepted(event);
    }
  }

  private static String outside(long millis, String side, long bound) {
    return Instant.ofEpochMilli(millis)
        + " is "
        + side
        + " "
        + Instant.ofEpochMilli(bound)
        + ", the limit at this moment";
  }

  private void reject(@Nullable String field, RejectReason reason, String detail) {
    int to = documentEnd > position ? Math.min(documentEnd, filled) : filled;
    sink.rejected(new Rejection(line, field, reason, detail), buffer, position, to);
  }
}

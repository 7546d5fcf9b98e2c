package dev.tidemark.ingest.event;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the body of a bulk request into documents while it arrives: a line that says what to do,
 * then a line with the document. Every action is told, then exactly one event or rejection for it.
 * A document that cannot be used costs no other; a line that is no action ends it all, because
 * which of the lines behind it are documents, nobody can know.
 *
 * <pre>
 *          action            document
 * ACTION ---------> SOURCE -----------> ACTION
 * ACTION --- anything else ---> FAULT
 * </pre>
 */
public final class BulkStream {

  private final InputLimits limits;
  private final EventSink sink;
  private final Consumer<BulkAction> items;
  private final EventStream documents;
  private final ActionReader actions = new ActionReader();

  private byte[] kept = new byte[1024];
  private int keptBytes;
  private long line;
  private @Nullable BulkAction awaitsSource;
  private String fault = "";

  /**
   * A stream at its beginning.
   *
   * @param format used by no other stream
   * @param items told of every action, before the sink is told what became of its document
   */
  public BulkStream(
      BodyFormat format, InputLimits limits, EventSink sink, Consumer<BulkAction> items) {
    this.limits = limits;
    this.sink = sink;
    this.items = items;
    documents = new EventStream(format, limits, sink);
  }

  /**
   * Takes the next piece of the body.
   *
   * @param bounds which times can be used now
   */
  public void feed(byte[] chunk, int from, int length, TimeBounds bounds) {
    int at = from;
    int end = from + length;
    while (at < end && fault.isEmpty()) {
      int newline = Newlines.find(chunk, at, end);
      if (newline < 0) {
        keep(chunk, at, end);
        return;
      }
      if (keptBytes == 0) {
        line(chunk, at, newline, bounds);
      } else {
        keep(chunk, at, newline);
        line(kept, 0, keptBytes, bounds);
        keptBytes = 0;
      }
      at = newline + 1;
    }
  }

  /**
   * The body is over. Its last line may lack its newline.
   *
   * @param bounds which times can be used now
   */
  public void finish(TimeBounds bounds) {
    if (keptBytes > 0 && fault.isEmpty()) {
      line(kept, 0, keptBytes, bounds);
      keptBytes = 0;
    }
    if (awaitsSource != null && fault.isEmpty()) {
      fault = "Malformed action/metadata line [" + line + "]: no document follows it";
    }
  }

  /** Why nothing of the body can be used; empty: it can. */
  public String fault() {
    return fault;
  }

  /** The line that was read last, from 1; 0: none. */
  public long line() {
    return line;
  }

  /** Of a line that is too long, enough is kept to see that it is. */
  private void keep(byte[] chunk, int from, int to) {
    int length = Math.min(to - from, limits.maxLineBytes() + 1 - keptBytes);
    if (keptBytes + length > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(keptBytes + length, kept.length * 2));
    }
    System.arraycopy(chunk, from, kept, keptBytes, length);
    keptBytes += length;
  }

  private void line(byte[] buffer, int from, int to, TimeBounds bounds) {
    line++;
    int at = from;
    while (at < to && (buffer[at] == ' ' || buffer[at] == '\t' || buffer[at] == '\r')) {
      at++;
    }
    BulkAction action = awaitsSource;
    if (action != null) {
      awaitsSource = null;
      items.accept(action);
      document(action, buffer, at, to, bounds);
    } else if (at < to) {
      action(buffer, at, to);
    }
  }

  private void action(byte[] buffer, int from, int to) {
    BulkAction action = to - from > limits.maxLineBytes() ? null : actions.read(buffer, from, to);
    if (action == null) {
      String why = actions.fault().isEmpty() ? "it is too long" : actions.fault();
      fault = "Malformed action/metadata line [" + line + "]: " + why;
    } else if (action.operation().hasSource()) {
      awaitsSource = action;
    } else {
      items.accept(action);
      refuse(action, buffer, from, to);
    }
  }

  private void document(BulkAction action, byte[] buffer, int from, int to, TimeBounds bounds) {
    if (!action.operation().isTaken()) {
      refuse(action, buffer, from, to);
    } else if (from == to) {
      sink.rejected(
          new Rejection(line, null, RejectReason.NOT_AN_OBJECT, "the document is an empty line"),
          buffer,
          from,
          to);
    } else {
      documents.document(buffer, from, to, line, bounds);
    }
  }

  private void refuse(BulkAction action, byte[] buffer, int from, int to) {
    sink.rejected(
        new Rejection(
            line,
            null,
            RejectReason.UNSUPPORTED_ACTION,
            "no documents are stored here, so there is no "
                + action.operation().word()
                + "; create and index are taken"),
        buffer,
        from,
        to);
  }
}

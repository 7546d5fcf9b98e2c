package dev.tidemark.ingest.event;

import dev.tidemark.ingest.event.FieldTable.Node;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document from a buffer in one pass: checks all of it, keeps the needed fields
 * only. What it finds depends on the bytes alone, never on where the buffer happens to end: a
 * document that goes on after the end is {@link Outcome#INCOMPLETE}, and is read again from its
 * start when there is more.
 */
final class DocumentReader {

  /** How reading went. */
  enum Outcome {
    /** A whole document; {@link #flaw()} says whether it may be used. */
    COMPLETE,
    /** The buffer ends within the document. */
    INCOMPLETE,
    /** {@link #fault()} at {@link #end()}. */
    MALFORMED
  }

  private final int maxDepth;
  private final JsonText text = new JsonText();
  private final EcsEvent event;
  private int end;
  private boolean tooDeep;
  private boolean object;
  private String fault = "";

  DocumentReader(int maxDepth, EcsEvent event) {
    this.maxDepth = maxDepth;
    this.event = event;
  }

  /**
   * Reads the document that begins at a position (no whitespace in front).
   *
   * @param limit end of the buffer's content
   * @param last whether nothing can follow
   */
  Outcome read(byte[] buffer, int from, int limit, boolean last, Node root) {
    text.reset(buffer, limit, last);
    event.clear();
    tooDeep = false;
    object = buffer[from] == '{';
    try {
      end = value(from, object ? root : null, 0);
      return Outcome.COMPLETE;
    } catch (JsonText.Stop stop) {
      end = text.stoppedAt();
      fault = text.fault();
      return fault.isEmpty() ? Outcome.INCOMPLETE : Outcome.MALFORMED;
    }
  }

  /** After the document, or where reading stopped. */
  int end() {
    return end;
  }

  /** Newlines within the document. */
  int newlines() {
    return text.newlines();
  }

  /** What is wrong with the text, for a person. */
  String fault() {
    return fault;
  }

  /** Why what was read must not be used although its end is known; null: it may be used. */
  @Nullable RejectReason flaw() {
    if (tooDeep) {
      return RejectReason.NESTING_TOO_DEEP;
    }
    if (text.invalidUtf8()) {
      return RejectReason.INVALID_UTF8;
    }
    return object ? null : RejectReason.NOT_AN_OBJECT;
  }

  private int value(int at, @Nullable Node node, int depth) {
    return switch (text.at(at)) {
      case '{' -> depth >= maxDepth ? skipDeep(at) : object(at, node, depth + 1);
      case '[' -> depth >= maxDepth ? skipDeep(at) : array(at, node, depth + 1);
      case '"' -> {
        int after = text.string(at);
        keep(node, at + 1, after - 1, true);
        yield after;
      }
      case 't' -> keep(node, at, text.literal(at, "true"), false);
      case 'f' -> keep(node, at, text.literal(at, "false"), false);
      case 'n' -> text.literal(at, "null");
      default -> keep(node, at, text.number(at), false);
    };
  }

  private int object(int open, @Nullable Node node, int depth) {
    int at = text.whitespace(open + 1);
    if (text.at(at) == '}') {
      return at + 1;
    }
    while (true) {
      if (text.at(at) != '"') {
        throw text.unexpected(at, "a field name in quotes");
      }
      int after = text.string(at);
      Node child = node == null ? null : child(node, at + 1, after - 1);
      at = text.whitespace(after);
      if (text.at(at) != ':') {
        throw text.unexpected(at, "':'");
      }
      at = text.whitespace(value(text.whitespace(at + 1), child, depth));
      byte next = text.at(at);
      if (next == '}') {
        return at + 1;
      }
      if (next != ',') {
        throw text.unexpected(at, "',' or '}'");
      }
      at = text.whitespace(at + 1);
    }
  }

  /** An array's values all belong to the field itself, as in Elasticsearch. */
  private int array(int open, @Nullable Node node, int depth) {
    int at = text.whitespace(open + 1);
    if (text.at(at) == ']') {
      return at + 1;
    }
    while (true) {
      at = text.whitespace(value(at, node, depth));
      byte next = text.at(at);
      if (next == ']') {
        return at + 1;
      }
      if (next != ',') {
        throw text.unexpected(at, "',' or ']'");
      }
      at = text.whitespace(at + 1);
    }
  }

  /** Finds the end of what is nested too deep by counting: no recursion, whatever the depth. */
  private int skipDeep(int open) {
    tooDeep = true;
    long level = 0;
    int at = open;
    while (true) {
      byte b = text.at(at);
      if (b == '"') {
        at = text.string(at);
        continue;
      }
      if (b == '{' || b == '[') {
        level++;
      } else if (b == '}' || b == ']') {
        level--;
      }
      at = text.step(at);
      if (level == 0) {
        return at;
      }
    }
  }

  private @Nullable Node child(Node node, int from, int to) {
    if (text.escaped()) {
      byte[] key = text.unescaped(from, to).getBytes(StandardCharsets.UTF_8);
      return node.child(key, 0, key.length);
    }
    return node.child(text.buffer(), from, to);
  }

  private int keep(@Nullable Node node, int from, int to, boolean string) {
    if (node != null && node.slot() != Node.NO_SLOT) {
      event.add(node.slot(), string ? text.unescaped(from, to) : text.ascii(from, to));
    }
    return to;
  }
}

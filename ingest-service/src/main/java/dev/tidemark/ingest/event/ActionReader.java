package dev.tidemark.ingest.event;

import dev.tidemark.ingest.event.BulkAction.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the action lines of a bulk request, such as {@code {"create":{"_index":"flows"}}}. */
final class ActionReader {

  private static final int MAX_INDEX = 255; // bytes of UTF-8, as in Elasticsearch
  private static final int MAX_ID = 512;

  private final JsonText text = new JsonText();
  private String index = "";
  private String id = "";
  private String fault = "";
  private byte[] lastLine = new byte[0];
  private @Nullable BulkAction last;

  /**
   * Reads a line. Most say the same as the one before: those cost one comparison.
   *
   * @return null: {@link #fault()} says why not
   */
  @Nullable BulkAction read(byte[] line, int from, int to) {
    if (last != null && Arrays.equals(lastLine, 0, lastLine.length, line, from, to)) {
      return last;
    }
    last = parse(line, from, to);
    lastLine = Arrays.copyOfRange(line, from, to);
    return last;
  }

  /** What is wrong with the line read last, for a person. */
  String fault() {
    return fault;
  }

  private @Nullable BulkAction parse(byte[] line, int from, int to) {
    text.reset(line, to, true);
    index = "";
    id = "";
    try {
      int name = expect(text.whitespace(from), '{');
      int after = text.string(quote(name));
      String word = text.unescaped(name + 1, after - 1);
      int fields = expect(text.whitespace(expect(text.whitespace(after), ':')), '{');
      int end = expect(text.whitespace(metadata(fields)), '}');
      return checked(word, blankFrom(line, end, to));
    } catch (JsonText.Stop stop) {
      fault =
          text.fault().isEmpty()
              ? "the line ends within the action"
              : text.fault() + " at byte " + (text.stoppedAt() - from + 1);
      return null;
    }
  }

  private int expect(int at, char wanted) {
    if (text.at(at) != wanted) {
      throw text.unexpected(at, "'" + wanted + "'");
    }
    return wanted == '{' ? text.whitespace(at + 1) : at + 1;
  }

  private int quote(int at) {
    if (text.at(at) != '"') {
      throw text.unexpected(at, "a name in quotes");
    }
    return at;
  }

  /** The fields of the action; returns the position after its closing brace. */
  private int metadata(int first) {
    int at = first;
    if (text.at(at) == '}') {
      return at + 1;
    }
    while (true) {
      int after = text.string(quote(at));
      String name = text.unescaped(at + 1, after - 1);
      at = text.whitespace(field(name, text.whitespace(expect(text.whitespace(after), ':'))));
      if (text.at(at) == '}') {
        return at + 1;
      }
      at = text.whitespace(expect(at, ','));
    }
  }

  private int field(String name, int at) {
    boolean string = text.at(at) == '"';
    int after = value(at);
    if (string && name.equals("_index")) {
      index = text.unescaped(at + 1, after - 1);
    } else if (string && name.equals("_id")) {
      id = text.unescaped(at + 1, after - 1);
    }
    return after;
  }

  private int value(int at) {
    return switch (text.at(at)) {
      case '"' -> text.string(at);
      case '{', '[' -> nested(at);
      case 't' -> text.literal(at, "true");
      case 'f' -> text.literal(at, "false");
      case 'n' -> text.literal(at, "null");
      default -> text.number(at);
    };
  }

  /** Finds the end by counting: no recursion, whatever the depth. */
  private int nested(int open) {
    int level = 0;
    int at = open;
    do {
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
      at++;
    } while (level > 0);
    return at;
  }

  private static boolean blankFrom(byte[] line, int from, int to) {
    for (int at = from; at < to; at++) {
      if (line[at] != ' ' && line[at] != '\t' && line[at] != '\r') {
        return false;
      }
    }
    return true;
  }

  private @Nullable BulkAction checked(String word, boolean blankBehind) {
    if (!blankBehind) {
      fault = "something follows the action in its line";
    } else if (text.invalidUtf8()) {
      fault = "the line holds bytes that are not UTF-8";
    } else if (index.getBytes(StandardCharsets.UTF_8).length > MAX_INDEX) {
      fault = "_index is longer than " + MAX_INDEX + " bytes";
    } else if (id.getBytes(StandardCharsets.UTF_8).length > MAX_ID) {
      fault = "_id is longer than " + MAX_ID + " bytes";
    } else {
      for (Operation operation : Operation.values()) {
        if (operation.word().equals(word)) {
          return new BulkAction(operation, index, id);
        }
      }
      fault = "expected [create], [delete], [index] or [update]";
    }
    return null;
  }
}
